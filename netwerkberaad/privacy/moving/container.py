"""The package: a zip of one locked file for each case, with a signed list of what is in it. Nothing in it is readable."""

import base64
import hashlib
import uuid
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import IO

import msgspec

from netwerkberaad.foundation.vault.parcels import Card, Pair, ParcelError, check_signature, read_card
from netwerkberaad.privacy.moving.errors import BrokenPackageError, OtherSenderError

FORMAT = 1
LIST, SIGNATURE = "pakket.json", "handtekening"
_MOST_CASES, _MOST_BYTES = 100_000, 64 * 1024 * 1024


class Contents(msgspec.Struct, frozen=True):
    """What the list says: for whom, from whom, and each case with the SHA-256 of its locked file."""

    format: int
    package: uuid.UUID
    made_at: datetime
    reader: str
    sender: str
    schema: str
    cases: tuple[tuple[uuid.UUID, str], ...]


class Receipt(msgspec.Struct, frozen=True):
    """What the other side signs for: each case with the SHA-256 over its rows as they stand there."""

    format: int
    package: uuid.UUID
    at: datetime
    cases: tuple[tuple[uuid.UUID, str], ...]


def write_package(file: IO[bytes], pair: Pair, contents: Contents, parcels: Iterable[bytes]) -> None:
    """Write a package. ``parcels`` come in the order of the list."""
    said = msgspec.json.encode(contents)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as zipped:
        _put(zipped, LIST, said, contents.made_at)
        _put(zipped, SIGNATURE, base64.b64encode(pair.sign(said)), contents.made_at)
        for number, parcel in enumerate(parcels, start=1):
            _put(zipped, _named(number), parcel, contents.made_at)


def read_package(file: IO[bytes], *, fingerprint: str) -> tuple[Contents, list[bytes]]:
    """What a package holds. Raises BrokenPackageError, or OtherSenderError when this is not the fingerprint of who signed."""
    try:
        with zipfile.ZipFile(file) as zipped:
            said, signature = _get(zipped, LIST), base64.b64decode(_get(zipped, SIGNATURE))
            contents = msgspec.json.decode(said, type=Contents)
            if contents.format != FORMAT or len(contents.cases) > _MOST_CASES:
                raise BrokenPackageError(field="upload")
            sender = read_card(contents.sender)
            _check_sender(said, signature, sender, fingerprint)
            parcels = [_get(zipped, _named(number)) for number in range(1, len(contents.cases) + 1)]
    except (zipfile.BadZipFile, KeyError, ValueError, msgspec.MsgspecError, ParcelError, EOFError) as reason:
        raise BrokenPackageError(field="upload") from reason
    for (_case, wanted), parcel in zip(contents.cases, parcels, strict=True):
        if hashlib.sha256(parcel).hexdigest() != wanted:
            raise BrokenPackageError(field="upload")
    return contents, parcels


def write_receipt(pair: Pair, receipt: Receipt) -> bytes:
    """A receipt: one line that is signed, and the signature below it."""
    said = msgspec.json.encode(receipt)
    return said + b"\n" + base64.b64encode(pair.sign(said)) + b"\n"


def read_receipt(content: bytes, card: Card) -> Receipt:
    """What the owner of this card signed for. Raises BrokenPackageError or OtherSenderError."""
    try:
        said, signature = content.strip().split(b"\n")
        check_signature(said, base64.b64decode(signature), card)
        return msgspec.json.decode(said, type=Receipt)
    except ParcelError as reason:
        raise OtherSenderError(field="upload") from reason
    except (ValueError, msgspec.MsgspecError) as reason:
        raise BrokenPackageError(field="upload") from reason


def _check_sender(said: bytes, signature: bytes, sender: Card, fingerprint: str) -> None:
    if "".join(fingerprint.split()).casefold() != sender.fingerprint.replace(" ", ""):
        raise OtherSenderError(field="fingerprint")
    check_signature(said, signature, sender)


def _named(number: int) -> str:
    return f"{number:06}.age"


def _put(zipped: zipfile.ZipFile, name: str, content: bytes, at: datetime) -> None:
    zipped.writestr(zipfile.ZipInfo(name, at.timetuple()[:6]), content)


def _get(zipped: zipfile.ZipFile, name: str) -> bytes:
    info = zipped.getinfo(name)
    if info.file_size > _MOST_BYTES or info.compress_type != zipfile.ZIP_STORED:
        raise BrokenPackageError(field="upload")
    return zipped.read(info)
