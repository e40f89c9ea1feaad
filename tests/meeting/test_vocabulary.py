"""Every key that the document spells has a word, and screens and reports have the same ones."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from pmtui.meeting import vocabulary
from pmtui.report import labels
from pmtui.session import document

WORDS: tuple[tuple[str, Any], ...] = (
    ("STATUS", document.Status),
    ("AUDIENCE", document.Audience),
    ("EFFECT", document.Effect),
    ("PATTERN", document.Pattern),
    ("ANSWER", document.Answered),
    ("VERDICT", document.Verdict),
    ("EVENT_KIND", document.EventKind),
    ("HORIZON", document.Horizon),
    ("ACTION_KIND", document.ActionKind),
    ("ACTION_STATUS", document.ActionStatus),
    ("EVIDENCE_KIND", document.EvidenceKind),
    ("PARKED_KIND", document.ParkedKind),
)


@pytest.mark.parametrize(("name", "keys"), WORDS, ids=[name for name, _ in WORDS])
def test_every_key_has_a_word_for_screens_and_for_reports(name: str, keys: Any) -> None:
    assert tuple(getattr(vocabulary, name)) == get_args(keys)
    assert tuple(getattr(labels, name)) == get_args(keys)
