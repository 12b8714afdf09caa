"""Privacy: what is kept how long, and what goes; for the privacy officer, and the coördinator who decides with them."""

from importlib import import_module

from flask import Blueprint

_PAGES = (
    "breaches",
    "copying",
    "destroying",
    "inspecting",
    "overview",
    "requests",
    "retention",
    "searching",
    "terms",
)


def add_pages(blueprint: Blueprint) -> None:
    """Put the pages of this part of the desk at their addresses."""
    for name in _PAGES:
        import_module(f"{__name__}.{name}").add_pages(blueprint)
