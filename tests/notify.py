"""The stand-in for the Notify API (see ``netwerkberaad.demo.notify``), one for each test."""

from collections.abc import Iterator

import pytest

from netwerkberaad.demo.notify import (
    API_KEY,
    MAIL_TEMPLATE,
    SMS_TEMPLATE,
    Notify,
    Taken,
    receipt,
    running_notify,
    text_from,
)

__all__ = [
    "API_KEY",
    "MAIL_TEMPLATE",
    "SMS_TEMPLATE",
    "Notify",
    "Taken",
    "receipt",
    "running_notify",
    "text_from",
]


@pytest.fixture
def notify() -> Iterator[Notify]:
    """A stand-in of its own."""
    with running_notify() as made:
        yield made
