"""Raise documents and files of older versions to the current version.

Tests read documents and files that the old programs wrote. The additions of each version are declared here once: a
document of an older version that has one is refused, and files leave them out while they are empty.
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
"""Version → table → the fields that the version added."""

NEW_TABLES: Final[Mapping[int, tuple[str, ...]]] = {2: ("sections",)}
"""Version → the tables that the version added; their lists in the document are new, too."""

_NEW_VALUES: Final[Mapping[int, Mapping[str, Mapping[str, tuple[str | None, ...]]]]] = {
    2: {"actions": {"kind": ("learn", None)}, "parking_lot": {"kind": ("remark",)}}
}
"""Version → table → field → the values that the version added."""

_OLD_DEFAULTS: Final[Mapping[int, Mapping[str, Mapping[str, Any]]]] = {2: {"actions": {"kind": "prevent"}}}
"""Version → table → field → the value that a missing field has in older versions."""


class TooNewForItsVersion(ValueError):
    """A document or file contains an addition of a later version than its own; the message names the place."""


def migrate(data: bytes, version: int) -> bytes:
    """Return the document (JSON) raised from `version` to the current version.

    Raises:
        TooNewForItsVersion: with the path, such as `$.timeline[0].who`.
    """
    tree = msgspec.json.decode(data)
    for step in range(version + 1, VERSION + 1):
        _refuse_new_lists(tree, step)
        for where, table, fields in _objects(tree):
            _raise_fields(where, table, fields, step)
        tree["version"] = step
    return msgspec.json.encode(tree)


def migrate_rows(rows: Mapping[str, Mapping[str, dict[str, Any]]], version: int) -> bool:
    """Raise the rows of a file (table → row id → fields) in place; return whether a row changed.

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
    """Add the old default of each field that is missing; return whether there was one."""
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
    """Yield path, table and fields of each object that may need raising. The decoder reports what is no object."""
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
