"""Patterns that are compiled late are still all sound."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import pmtui.meeting
from pmtui.meeting.lazy_patterns import LazyPattern


def lazy_patterns() -> list[LazyPattern]:
    found = []
    for module in pkgutil.iter_modules(pmtui.meeting.__path__):
        for value in vars(importlib.import_module(f"pmtui.meeting.{module.name}")).values():
            if isinstance(value, LazyPattern):
                found.append(value)
            elif isinstance(value, tuple):
                found += [
                    part for one in value if isinstance(one, tuple) for part in one if isinstance(part, LazyPattern)
                ]
    return found


def test_every_pattern_of_the_meeting_compiles() -> None:
    patterns = lazy_patterns()
    assert len(patterns) > 30
    for pattern in patterns:
        assert pattern.compiled.pattern == pattern.pattern


def test_it_answers_as_the_pattern_would() -> None:
    lazy, plain = LazyPattern(r"b(\w)", re.IGNORECASE), re.compile(r"b(\w)", re.IGNORECASE)
    text = "a Bc, bd"
    assert lazy.findall(text) == plain.findall(text)
    assert lazy.sub(r"\1", text) == plain.sub(r"\1", text)
    for name in ("search", "match", "fullmatch"):
        ours, theirs = getattr(lazy, name)(text[2:4]), getattr(plain, name)(text[2:4])
        assert ours and theirs and ours.groups() == theirs.groups()


def test_a_mistake_in_one_is_an_error_at_its_first_use() -> None:
    with pytest.raises(re.error):
        LazyPattern("(").search("")
