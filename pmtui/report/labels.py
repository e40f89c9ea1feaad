"""A report's words for what a session spells as keys: those of `pmtui.meeting.vocabulary`, as a cell shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pmtui.meeting import vocabulary


def _capitals(plain: Mapping[str, str]) -> Mapping[str, str]:
    return {key: word[:1].upper() + word[1:] for key, word in plain.items()}


STATUS: Final = _capitals(vocabulary.STATUS)
AUDIENCE: Final = _capitals(vocabulary.AUDIENCE)
EFFECT: Final = _capitals(vocabulary.EFFECT)
PATTERN: Final = _capitals(vocabulary.PATTERN)
ANSWER: Final = _capitals(vocabulary.ANSWER)
EVIDENCE_KIND: Final = _capitals(vocabulary.EVIDENCE_KIND)
VERDICT: Final[Mapping[str, str]] = {**vocabulary.VERDICT, "root": "root cause"}
EVENT_KIND: Final[Mapping[str, str]] = {**vocabulary.EVENT_KIND, "other": ""}
HORIZON: Final = vocabulary.HORIZON
ACTION_KIND: Final = vocabulary.ACTION_KIND
ACTION_STATUS: Final = vocabulary.ACTION_STATUS
PARKED_KIND: Final[Mapping[str, str]] = {**_capitals(vocabulary.PARKED_KIND), "topic": ""}
