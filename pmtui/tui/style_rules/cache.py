"""`RuleCache`: parsed rules of style sheets in a file of the user's cache folder: 2 ms at a start instead of 17.

The file may be deleted, cut off or damaged: what is not in it is parsed again. It is valid for one version of Textual
and one set of colours, and for the text of each sheet.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any, Final
from zlib import crc32

import textual.color
import textual.css.model
import textual.css.parse
import textual.css.scalar
import textual.css.styles
import textual.css.tokenize
from msgspec import MsgspecError, msgpack
from textual.css.stylesheet import CssSource, StylesheetErrors, StylesheetParseError
from textual.css.tokenize import tokenize_values
from textual.css.tokenizer import Token
from textual.css.types import CSSLocation

from pmtui.settings.folders import cache_folder, write_whole
from pmtui.tui.style_rules import packing
from pmtui.tui.style_rules.packing import Rule, Tables, Unpackable

_SUM: Final = 4
"""The bytes of the checksum at the beginning of the file."""
_MADE_WITH: Final = (
    textual.css.parse, textual.css.tokenize, textual.css.model, textual.css.styles, textual.css.scalar, textual.color,
    packing,
)  # fmt: skip
"""The modules that decide the form of rules; if one of them has changed, everything is parsed again."""


class RuleCache:
    """The cached rules of the style sheets, for one set of colours.

    Args:
        variables: the values of the names with `$` in the sheets, such as the colours.
        folder: the folder of the file; None, or if it cannot be read or written: nothing is cached.
    """

    def __init__(self, variables: Mapping[str, str], folder: Path | None) -> None:
        versions = _versions(_MADE_WITH)
        self._holds_for: list[Any] = [versions, dict(variables)]
        # Each installation has its own file; a later version of the program replaces the file of an earlier one.
        told = [[file for file, *_ in versions], self._holds_for[1]]
        name = f"styles-{crc32(msgpack.encode(told)):08x}.msgpack"
        self._path = folder / name if folder is not None and versions else None
        self._sheets: dict[str, list[Any]] = {}
        """By location and tie breaker of a sheet: its text, scope, whether it is a widget's own, and its packed rules.

        The rules are None if they cannot be packed.
        """
        self._tables = Tables([], [])
        self._used: dict[str, tuple[CssSource, list[Rule]]] = {}
        self._is_new = self._is_old = False
        self._tokens: dict[str, list[Token]] = {}
        self._read()

    def of(self, at: CSSLocation, source: CssSource) -> list[Rule]:
        """Return the rules of a sheet from the cache, or parse it and keep the rules for the next `write`.

        Raises:
            StylesheetParseError, TokenError: the sheet has a mistake.
        """
        key = _key(at, source)
        if (used := self._used.get(key)) is not None and used[0] == source:
            return used[1]
        *head, packed = self._sheets.get(key, (None,))
        if head == _head(source) and packed is not None:
            rules = self._tables.unpack(packed)
        else:
            rules = self._parse(at, source)
            self._is_new = self._is_new or head != _head(source)
            self._is_old = self._is_old or head not in ([], _head(source))
        self._used[key] = source, rules
        return rules

    def _parse(self, at: CSSLocation, source: CssSource) -> list[Rule]:
        self._tokens = self._tokens or tokenize_values(self._holds_for[1])
        parsed = textual.css.parse.parse(
            source.scope, source.content, at, variable_tokens=self._tokens, is_default_rules=source.is_defaults,
            tie_breaker=source.tie_breaker,
        )  # fmt: skip
        rules = [Rule.of(rule) for rule in parsed]
        if any(rule.errors for rule in rules):
            raise StylesheetParseError(StylesheetErrors([*rules]))
        return rules

    def write(self) -> bool:
        """Write new rules, atomically; return False if there are none, or they cannot be written."""
        if self._path is None or not self._is_new:
            return False
        self._is_new = False
        if self._is_old:  # drop rules that no sheet has any more
            self._sheets, self._tables, self._is_old = {}, Tables([], []), False
        for key, (source, rules) in self._used.items():
            if key not in self._sheets:
                try:
                    packed = self._tables.pack(rules)
                except Unpackable:
                    packed = None
                self._sheets[key] = [*_head(source), packed]
        data = msgpack.encode([self._holds_for, self._tables.values, self._tables.selectors, self._sheets])
        return write_whole(self._path, crc32(data).to_bytes(_SUM) + data)

    def _read(self) -> None:
        if self._path is None:
            return
        with suppress(OSError, MsgspecError, ValueError, RecursionError):
            data = memoryview(self._path.read_bytes())
            if int.from_bytes(data[:_SUM]) == crc32(data[_SUM:]):
                holds_for, values, selectors, sheets = msgpack.decode(data[_SUM:])
                if holds_for == self._holds_for:
                    self._sheets, self._tables = sheets, Tables(values, selectors)


def rule_cache(variables: Mapping[str, str]) -> RuleCache:
    """Return the cache for these colours in the cache folder of the user."""
    try:
        return RuleCache(variables, cache_folder())
    except (OSError, RuntimeError):
        return RuleCache(variables, None)


def _key(at: CSSLocation, source: CssSource) -> str:
    return ascii((*at, source.tie_breaker))  # a path may not be valid UTF-8


def _head(source: CssSource) -> list[Any]:
    return [source.content, source.scope, source.is_defaults]


def _versions(modules: Iterable[ModuleType]) -> list[list[Any]]:
    """Return path, size and modification time of modules; an empty list if they are not in files."""
    try:
        return [
            [ascii(each.__file__), (found := os.stat(str(each.__file__))).st_size, found.st_mtime_ns]
            for each in modules
        ]
    except OSError:
        return []
