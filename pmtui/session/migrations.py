"""Older documents and files, brought up to the version that the rest of the program knows.

Each version is tested on documents and files that the old program wrote. What came with a version is declared here
once: an older document or file that has it is refused, and it is left out of files while it is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec

from pmtui.session.document import VERSION
from pmtui.session.sections import FORMS, SECTIONS

NEW_FIELDS: Final[Mapping[int, Mapping[str, tuple[str, ...]]]] = {
    2: {
        "key_details": ("more",),
        "timeline": ("known_now", "who"),
        "lessons": ("ballots",),
        "parking_lot": ("of", "settled"),
        "meeting": ("asked", "learned", "again"),
    }
}
"""Version → table → the fields that came with it."""

NEW_TABLES: Final[Mapping[int, tuple[str, ...]]] = {2: ("sections",)}
"""Version → the tables that came with it, and with them the lists of the document that they hold."""

_NEW_VALUES: Final[Mapping[int, Mapping[str, Mapping[str, tuple[str | None, ...]]]]] = {
    2: {"actions": {"kind": ("learn", None)}, "parking_lot": {"kind": ("remark",)}}
}
"""Version → table → field → the values that came with it."""

_OLD_DEFAULTS: Final[Mapping[int, Mapping[str, Mapping[str, Any]]]] = {2: {"actions": {"kind": "prevent"}}}
"""Version → table → field → what a document of an older version means where it leaves the field out."""


class TooNewForItsVersion(ValueError):
    """A document or file has something that came with a later version than it says; the message names the place."""


def migrate(data: bytes, version: int) -> bytes:
    """The document, as JSON, raised from `version` to the newest.

    Raises:
        TooNewForItsVersion: with the path, e.g. `$.timeline[0].who`.
    """
    tree = msgspec.json.decode(data)
    for step in range(version + 1, VERSION + 1):
        _refuse_new_lists(tree, step)
        for where, table, fields in _objects(tree):
            _raise_fields(where, table, fields, step)
        tree["version"] = step
    return msgspec.json.encode(tree)


def migrate_rows(rows: Mapping[str, Mapping[str, dict[str, Any]]], version: int) -> bool:
    """Raise the rows of a file (table → row id → fields), in place; whether that changed any.

    Raises:
        TooNewForItsVersion: with table, row and field.
    """
    changed = False
    for step in range(version + 1, VERSION + 1):
        for table in NEW_TABLES[step]:
            if rows.get(table):
                raise TooNewForItsVersion(f"{table}: a table that came with version {step}")
        for table in dict.fromkeys((*NEW_FIELDS[step], *_NEW_VALUES[step], *_OLD_DEFAULTS[step])):
            for key, fields in rows.get(table, {}).items():
                changed |= _raise_fields(f"{table}, row {key}, field ", table, fields, step)
    return changed


def _refuse_new_lists(tree: Any, step: int) -> None:
    for each in SECTIONS:
        if each.table in NEW_TABLES[step]:
            form = each.path.removesuffix(each.name).rstrip(".")
            holder = tree.get(form) if form else tree
            if isinstance(holder, dict) and each.name in holder:
                raise TooNewForItsVersion(f"$.{each.path}: unknown key: it came with version {step}")


def _raise_fields(where: str, table: str, fields: dict[str, Any], step: int) -> bool:
    """Put in what the fields of one thing mean where they are left out; whether that changed them."""
    dot = "." if where.startswith("$") else ""
    new = NEW_FIELDS[step].get(table, ())
    if new and (name := next((n for n in fields if n in new or ("." in n and n.partition(".")[0] in new)), "")):
        raise TooNewForItsVersion(f"{where}{dot}{name}: unknown key: it came with version {step}")
    for name, values in _NEW_VALUES[step].get(table, {}).items():
        if name in fields and any(fields[name] is value or fields[name] == value for value in values):
            raise TooNewForItsVersion(f"{where}{dot}{name}: {fields[name] or 'null'} came with version {step}")
    missing = {name: value for name, value in _OLD_DEFAULTS[step].get(table, {}).items() if name not in fields}
    fields |= missing
    return bool(missing)


def _objects(tree: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What of a document may have to be raised: path, table, fields. What is no object is left to the decoder."""
    for form in FORMS:
        yield from _found(f"$.{form}", form, [tree.get(form)], numbered=False)
    for each in SECTIONS:
        if not each.tree:
            yield from _found(f"$.{each.path}", each.table, _at(tree, each.path))
    yield from _found("$.meeting", "meeting", _at(tree, "meeting"))


def _at(tree: Any, path: str) -> list[Any]:
    for name in path.split("."):
        tree = tree.get(name) if isinstance(tree, dict) else None
    return tree if isinstance(tree, list) else []


def _found(
    path: str, table: str, items: Iterable[Any], *, numbered: bool = True
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for n, item in enumerate(items):
        if isinstance(item, dict):
            yield (f"{path}[{n}]" if numbered else path), table, item
