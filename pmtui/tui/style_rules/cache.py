"""The rules of style sheets as they were parsed, kept in the user's cache folder: 2 ms at a start instead of 17.

The file is derived: it may be deleted, cut off or damaged, and what is not in it is parsed. It holds for one version of
Textual and one set of colours, and of each sheet for the text that was parsed.
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
"""Bytes at the beginning of the file that tell whether the rest is as it was written."""
_MADE_WITH: Final = (
    textual.css.parse, textual.css.tokenize, textual.css.model, textual.css.styles, textual.css.scalar, textual.color,
    packing,
)  # fmt: skip
"""What gives rules their form: where one of these is another, all is parsed anew."""


class RuleCache:
    """The rules that are kept of the style sheets, for one set of colours.

    Args:
        variables: the colours, and whatever else the sheets name by `$`.
        folder: where the file is. None, or one that cannot be read or written: nothing is kept, and all is parsed.
    """

    def __init__(self, variables: Mapping[str, str], folder: Path | None) -> None:
        versions = _versions(_MADE_WITH)
        self._holds_for: list[Any] = [versions, dict(variables)]
        # Another installation has a file of its own, and a later version of this one takes the place of an earlier one.
        told = [[file for file, *_ in versions], self._holds_for[1]]
        name = f"styles-{crc32(msgpack.encode(told)):08x}.msgpack"
        self._path = folder / name if folder is not None and versions else None
        self._sheets: dict[str, list[Any]] = {}
        """By place and rank of a sheet: its text, scope, whether it is a widget's own, its packed rules.

        The rules are None where they cannot be packed.
        """
        self._tables = Tables([], [])
        self._used: dict[str, tuple[CssSource, list[Rule]]] = {}
        self._is_new = self._is_old = False
        self._tokens: dict[str, list[Token]] = {}
        self._read()

    def of(self, at: CSSLocation, source: CssSource) -> list[Rule]:
        """The rules of a sheet: as they were kept, or parsed now and kept with the next writing.

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
        """Write what is new, whole or not at all; False where nothing is, or the machine does not let it."""
        if self._path is None or not self._is_new:
            return False
        self._is_new = False
        if self._is_old:  # what no sheet says any more is not kept for ever
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
    """The rules that are kept for these colours in the folder of whoever runs the program."""
    try:
        return RuleCache(variables, cache_folder())
    except (OSError, RuntimeError):
        return RuleCache(variables, None)


def _key(at: CSSLocation, source: CssSource) -> str:
    return ascii((*at, source.tie_breaker))  # a path may be no UTF-8


def _head(source: CssSource) -> list[Any]:
    return [source.content, source.scope, source.is_defaults]


def _versions(modules: Iterable[ModuleType]) -> list[list[Any]]:
    """Where these modules lie, their size and when they were written; nothing where they lie in no files."""
    try:
        return [
            [ascii(each.__file__), (found := os.stat(str(each.__file__))).st_size, found.st_mtime_ns]
            for each in modules
        ]
    except OSError:
        return []
