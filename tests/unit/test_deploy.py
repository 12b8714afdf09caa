"""What lies in deploy/ fits the program: units, proxies, container and settings."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from netwerkberaad.cli import _parser
from netwerkberaad.foundation.core.config import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
PROGRAM = "/opt/netwerkberaad/.venv/bin/netwerkberaad "


def values(unit: Path) -> dict[str, list[str]]:
    """What a unit sets."""
    found: dict[str, list[str]] = {}
    for line in unit.read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_runs_a_command_that_exists_as_nobody_in_particular(unit: Path) -> None:
    said = values(unit)
    (command,) = said["ExecStart"]
    if command.startswith(PROGRAM):
        assert _parser().parse_args(shlex.split(command.removeprefix(PROGRAM))).command is not None
    else:
        assert command.endswith("wsgi:application")
        assert (ROOT / "wsgi.py").exists()
    assert said["User"] == ["netwerkberaad"]
    for name, value in {
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "PrivateTmp": "yes",
        "CapabilityBoundingSet": "",
        "LimitCORE": "0",
        "UMask": "0077",
        "StateDirectoryMode": "0700",
    }.items():
        assert said[name] == [value]


def test_the_manager_of_services_understands_the_units(tmp_path: Path) -> None:
    """Where there is one: with programs that are there in place of ours."""
    analyse = shutil.which("systemd-analyze")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^ExecStart=\S+", f"ExecStart={shutil.which('true')}", text)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
        assert re.findall(r"(?m)^\[(\w+)\]$", text)[0] == "Unit"
    if analyse:
        command = [analyse, "verify", "--man=no", *(str(tmp_path / unit.name) for unit in UNITS)]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        ours = [line for line in said.stderr.splitlines() if "netwerkberaad" in line]
        assert [
            line for line in ours if "Unknown" in line or "Failed to parse" in line or "Invalid" in line
        ] == []


def test_every_setting_in_the_example_is_known_and_accepted() -> None:
    lines = (DEPLOY / "settings.env").read_text(encoding="utf-8").splitlines()
    pairs = [line.removeprefix("# ").split("=", 1) for line in lines if re.match(r"(# )?[A-Z_]+=", line)]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(pairs) > 5
    assert all(f"| `{name}` |" in readme for name, _ in pairs)
    settings = Settings.from_env(dict(pairs))
    assert settings.secure
    assert settings.proxies == 1


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_proxy_tells_who_comes_keeps_no_log_of_links_and_hides_the_numbers(name: str) -> None:
    text = (DEPLOY / "proxy" / name).read_text(encoding="utf-8")
    assert text.count("{") == text.count("}")
    assert "127.0.0.1:8000" in text
    assert "X-Forwarded-For" in text
    assert "proxy_add_x_forwarded_for" not in text  # what a visitor says of himself does not count
    assert "/metrics" in text
    if name == "nginx.conf":
        assert text.count("access_log off;") == text.count("server {")
    else:
        assert re.search(r"(?m)^\s*log\b", text) is None


def test_the_proxy_itself_understands_its_example(tmp_path: Path) -> None:
    """Where nginx is: with a certificate made for the occasion."""
    text = (DEPLOY / "proxy" / "nginx.conf").read_text(encoding="utf-8")
    bare = re.sub(r"#.*", "", text)
    statements = [line.strip() for line in bare.splitlines() if line.strip()]
    assert all(line.endswith((";", "{", "}")) for line in statements)
    nginx, openssl = shutil.which("nginx"), shutil.which("openssl")
    if nginx and openssl:
        key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
        made = f"req -x509 -newkey rsa:2048 -nodes -subj /CN=x -keyout {key} -out {certificate}"
        subprocess.run([openssl, *made.split()], check=True, capture_output=True)
        text = re.sub(r"ssl_certificate \S+;", f"ssl_certificate {certificate};", text)
        text = re.sub(r"ssl_certificate_key \S+;", f"ssl_certificate_key {key};", text)
        text = re.sub(r"error_log \S+", f"error_log {tmp_path / 'log'}", text)
        whole = tmp_path / "nginx.conf"
        whole.write_text(f"pid {tmp_path / 'pid'};\nevents {{}}\nhttp {{\n{text}\n}}\n", encoding="utf-8")
        subprocess.run([nginx, "-t", "-c", str(whole)], check=True, capture_output=True)


def test_the_container_is_not_root_takes_locked_packages_and_keeps_data_in_one_place() -> None:
    lines = (DEPLOY / "container" / "Containerfile").read_text(encoding="utf-8").splitlines()
    last = lines[max(number for number, line in enumerate(lines) if line.startswith("FROM")) :]
    assert "USER 10001:10001" in last
    assert "VOLUME /data" in last
    assert any("INSTANCE=/data" in line for line in last)
    assert any("--require-hashes" in line for line in lines)
    assert 'ENTRYPOINT ["netwerkberaad"]' in last
    assert _parser().parse_args(["serve"]).command is not None


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "beheer").glob("*.md")), ids=lambda page: page.name)
def test_every_page_for_who_runs_it_links_to_what_exists(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
