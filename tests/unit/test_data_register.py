"""Every column is classified: models, the registry of sealed fields and docs/data-register.md tell the same."""

import re
from pathlib import Path

from sqlalchemy import JSON, LargeBinary, Text

from netwerkberaad.foundation.vault import registry
from netwerkberaad.models import metadata

REGISTER = Path(__file__).parents[2] / "docs" / "data-register.md"
CLEAR_BYTES = frozenset(
    {
        ("audit_chain", "digest"),
        ("audit_chain", "mac"),
        ("audit_entry", "digest"),
        ("blind_index", "digest"),
        ("case_move_item", "digest"),
        ("case_move_item", "parcel"),
        ("device", "token_hash"),
        ("family_device", "token_hash"),
        ("message_service", "callback_hash"),
        ("outbox_message", "claim"),
        ("passkey", "handle"),
        ("password_request", "mail_index"),
        ("personal_link", "code_hash"),
        ("personal_link", "token_hash"),
        ("proof_code", "digest"),
        ("recovery_code", "digest"),
        ("scope_key", "key_id"),
        ("scope_key", "wrapped"),
        ("staff", "mail_index"),
        ("staff_calendar", "token_hash"),
        ("staff_identity", "issuer_index"),
        ("staff_identity", "subject_index"),
        ("staff_link", "token_hash"),
        ("web_session", "token_hash"),
    }
)
"""Bytes that are no envelope: digests, key ids, wrapped keys, claims, and what is locked for somebody else."""


def _written() -> dict[tuple[str, str], str]:
    """Table and column of every line of the register, with the form it names."""
    found: dict[tuple[str, str], str] = {}
    table = ""
    for line in REGISTER.read_text().splitlines():
        if line.startswith("## "):
            table = line[3:].strip()
        elif match := re.match(r"\| (\w+) \| (sealed|clear)\b", line):
            found[table, match[1]] = match[2]
    return found


def _columns() -> set[tuple[str, str]]:
    return {(table.name, column.name) for table in metadata.sorted_tables for column in table.columns}


def test_the_register_names_every_column_and_no_other() -> None:
    assert set(_written()) == _columns()


def test_the_register_says_sealed_where_the_code_seals() -> None:
    assert {place for place, form in _written().items() if form == "sealed"} == set(registry)


def test_every_sealed_field_is_a_column_of_bytes_with_a_scope_beside_it() -> None:
    for (table, column), field in registry.items():
        assert isinstance(metadata.tables[table].c[column].type, LargeBinary)
        assert field.scope in metadata.tables[table].c


def test_bytes_are_either_sealed_or_named_here() -> None:
    bytes_columns = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert bytes_columns - set(registry) == CLEAR_BYTES


def test_no_free_text_lies_in_the_clear() -> None:
    for table in metadata.sorted_tables:
        for column in table.columns:
            assert not isinstance(column.type, Text | JSON), f"{table.name}.{column.name} could hold anything"
            length = getattr(column.type, "length", None)
            assert length is None or length <= 120, (
                f"{table.name}.{column.name} is long enough for a sentence"
            )
