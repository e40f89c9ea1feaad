"""Every key that the document spells has a word, and screens and reports have the same ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest

from pmtui.meeting import vocabulary
from pmtui.meeting.step import Form
from pmtui.meeting.steps import STEPS
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


def test_the_app_calls_the_fields_as_the_report_does() -> None:
    """Whoever fills in a field finds it in the report by its label; the status is set in the close, by its key."""
    report = (Path(__file__).parents[2] / "docs/example-report.md").read_text(encoding="utf-8")
    in_report = {
        line.split("|")[1].strip() for line in report.split("\n## Timeline")[0].split("\n") if line[:2] == "| "
    }
    forms = (part for step in STEPS for part in step.parts if isinstance(part, Form))
    in_app = {field.label for form in forms for field in form.fields}
    measures = {"Measure", *(measure.split("|")[1].strip() for measure in _table_after(report, "Measure"))}
    assert in_report - measures - {"Detail", "Question", "---", "Status"} <= in_app
    assert {"Attendees", "Audience", "Review date", "Recurrence"} <= in_report & in_app


def _table_after(report: str, header: str) -> list[str]:
    _, _, rest = report.partition(f"| {header} |")
    return [line for line in rest.split("\n\n")[0].split("\n")[1:] if line]
