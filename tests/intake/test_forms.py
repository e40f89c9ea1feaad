"""The forms that `export --template` writes come back: a blank one as nothing, a filled one with every word."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from pmtui.report.formats import TEMPLATES, export
from tests.intake.test_markdown import session_of, take
from tests.intake.test_markdown_keeps_all import WORD, texts
from tests.report.test_report_templates import fuller
from tests.strategies import empty


def contents(value: Any) -> set[str]:
    return {word for text in texts(msgspec.to_builtins(value)) for word in WORD.findall(text)}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_blank_form_is_an_empty_review(name: str) -> None:
    read = session_of(export(empty(), template=name, annotated=True))
    same = {each: getattr(empty(), each) for each in ("id", "created_at", "updated_at")}
    details = replace(read.key_details, term=empty().key_details.term, incident_date=None)
    assert replace(read, key_details=details, **same) == empty()


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_word_of_a_filled_form_is_lost(name: str) -> None:
    report = export(fuller(), template=name)
    intake = take(report)
    told = {word for row in intake.account if row.place is None for word in WORD.findall(row.text)}
    shown = contents(fuller()) & set(WORD.findall(report))
    heads = {word for line in report.split("\n") if line.startswith("|") for word in WORD.findall(line)}
    assert shown - contents(intake.session) - told <= heads & {"Who"}  # the name of a column


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_somebody_writes_below_the_guidance_is_read_without_it(name: str) -> None:
    form = export(empty(), template=name, annotated=True)
    head, hint, rest = form.partition("## Impact\n\n<!-- ")
    filled = head + hint + rest.replace(" -->", " -->\n\nNobody could pay.", 1)
    assert session_of(filled).impact.statement == "Nobody could pay."


def test_the_headings_of_forms_mean_what_they_say() -> None:
    read = session_of(export(fuller(), template="pagerduty"))
    assert {each.text for each in read.lessons.learned} == {each.text for each in fuller().lessons.learned}
    assert len(session_of(export(fuller(), template="customer")).actions) == 2
    atlassian = session_of(export(fuller(), template="atlassian"))
    assert [each.title for each in atlassian.summary.sections] == ["Detection", "Odd"]
    assert atlassian.summary.recurrence.answer == fuller().summary.recurrence.answer
    assert len(atlassian.actions) == len(fuller().actions)
