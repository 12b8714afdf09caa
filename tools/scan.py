"""Scans a running demo with Wapiti, as a visitor, a gespreksleider and a beheerder; called by ``tools/scan.sh``.

    python -m tools.scan build/scan/bin/wapiti

Bounded in time and to this machine: modules that call a service elsewhere are left out. The exit status is 1 when
something is found that is not accepted here, with the reason in docs/beveiliging/scan.md.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from netwerkberaad.accounts import Staff
from netwerkberaad.foundation.access import Role
from netwerkberaad.foundation.core.clock import SystemClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.links import start_session
from netwerkberaad.foundation.vault import Store

ROOT = Path(__file__).parent.parent
MODULES = "cookieflags,crlf,csp,csrf,exec,file,http_headers,methods,permanentxss,redirect,sql,timesql,xss"
CRAWL, ATTACK = "120", "45"
"""Seconds to look around, and for each module."""
ACCEPTED = frozenset({"Secure Flag cookie", "HTTP Methods"})
"""Findings with a reason: no TLS on the loopback address, and OPTIONS is answered."""
WHO = {"visitor": None, "facilitator": Role.FACILITATOR, "admin": Role.ADMIN}
Found = list[tuple[str, str, str]]


@contextmanager
def demo(folder: Path, port: int) -> Iterator[Settings]:
    """A running demo in a folder."""
    environment = {**os.environ, "INSTANCE": str(folder), "PORT": str(port)}
    command = [sys.executable, "-m", "netwerkberaad.cli", "demo"]
    log = folder.with_suffix(".log")
    with log.open("w") as errors:
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True, cwd=ROOT
        )
    try:
        for line in process.stdout or ():
            if line.startswith("Netwerkberaad is ready"):
                break
        reader = threading.Thread(target=process.stdout.read if process.stdout else int, daemon=True)
        reader.start()  # its access log must not fill the pipe
        yield Settings.from_env(overrides={"INSTANCE": str(folder), "PORT": str(port)})
    finally:
        process.terminate()
        process.wait()


def cookie_for(settings: Settings, role: Role | None) -> list[str]:
    """What the scanner must bring to be somebody with this role."""
    if role is None:
        return []
    store = Store.from_settings(settings)
    with store.writing() as session:
        staff = next(one for one in session.scalars(select(Staff)) if role in one.roles)
        data = json.dumps({"_user_id": str(staff.id), "_fresh": True})
        now = SystemClock().now()
        token = start_session(session, scope_id=staff.region_id, staff_id=staff.id, data=data, now=now)
    store.engine.dispose()
    return ["--cookie-value", f"nb-balie={token}"]


def scan(wapiti: Path, url: str, folder: Path, cookie: list[str]) -> Found:
    """Everything the scanner finds: what, where, and in its words."""
    report = folder / "report.json"
    bounds = ["--max-scan-time", CRAWL, "--max-attack-time", ATTACK, "--depth", "4", "--scope", "domain"]
    starts = [
        part for path in ("/account", "/vandaag", "/beheer/medewerkers") for part in ("--start", url + path)
    ]
    bounds += starts if cookie else []
    kept = ["--store-session", str(folder / "session"), "--store-config", str(folder / "config")]
    left_out = ["--skip", "csrf_token"]
    left_out += [part for path in ("/uitloggen", "/p/weg") for part in ("--exclude", url + path)]
    command = [str(wapiti), "--url", f"{url}/", "--module", MODULES, *bounds, *kept, *left_out, *cookie]
    command += ["--format", "json", "--output", str(report), "--no-bugreport", "--flush-session"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=1_800)
    said = json.loads(report.read_text(encoding="utf-8"))
    print(f"scan: {said['infos']['crawled_pages_nbr']} pages and forms were tried")
    groups = [said[kind] for kind in ("vulnerabilities", "anomalies", "additionals")]
    return [
        (name, one["path"], one["info"]) for group in groups for name, found in group.items() for one in found
    ]


def main(arguments: list[str]) -> int:
    """Scan as everybody in turn and print what is found."""
    wapiti, bad = Path(arguments[0]).absolute(), 0
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    with tempfile.TemporaryDirectory() as name, demo(Path(name) / "demo", port) as settings:
        for who, role in WHO.items():
            print(f"scan: as {who}", flush=True)
            folder = Path(name) / who
            folder.mkdir()
            for what, where, words in scan(wapiti, settings.base_url, folder, cookie_for(settings, role)):
                accepted = what in ACCEPTED
                bad += not accepted
                print(f"    {'accepted' if accepted else 'FOUND'}: {what}: {where}: {words.splitlines()[0]}")
        broken = [line for line in (Path(name) / "demo.log").read_text().splitlines() if "unexpected" in line]
        print(*(f"    FOUND: {line}" for line in sorted(set(broken))), sep="\n")
    return 1 if bad or broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
