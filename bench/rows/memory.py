"""Memory of one web worker after a thousand requests, against a bare one, and whether it goes on growing."""

from collections.abc import Iterator
from pathlib import Path

from bench import bare
from bench.harness import Row, Sides, at_most
from bench.house import BEGIN, fill_desk, open_house
from bench.serving import Served, cookie_of, fetch, gunicorn, target_of, well

REQUESTS = 1_000
_MOST, _GROWTH = 1.8, 1.03
_MEGABYTE = 1_000_000


def measure(folder: Path) -> Iterator[Row]:
    """Two rows, in megabytes of resident memory."""
    house = open_house(folder / "memory", plain=False)
    fill_desk(house)
    case = f"/casussen/{house.marks['plan']}"
    paths = ["/casussen", case, f"{case}/plan", f"{case}/kring", f"{case}/uitnodigen"]
    with gunicorn(target_of(house, "sealed"), workers=1, path="/inloggen") as ours:
        cookie = cookie_of(house)
        after = _after(ours, paths, cookie)
        later = _after(ours, paths, cookie)
    url = f"sqlite:///{folder / 'bare.sqlite'}"
    token = bare.prepare(url, BEGIN)
    with gunicorn(f"bench.bare:application({url!r})", workers=1, path="/ready") as served:
        reference = _after(served, ["/", "/list"], f"visit={token}")
    yield at_most(
        "memory of a worker after 1,000 requests (MB)", Sides(after, reference, after / reference), _MOST
    )
    yield at_most(
        "memory after 2,000 requests, of after 1,000 (MB)", Sides(later, after, later / after), _GROWTH
    )


def _after(served: Served, paths: list[str], cookie: str) -> float:
    for number in range(REQUESTS):
        path = paths[number % len(paths)]
        if not well(fetch(served.port, path, cookie)):
            raise RuntimeError(f"{path} was not answered")
    return served.worker_bytes() / _MEGABYTE
