"""What `export` can write, and what it says of what it cannot."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from pmtui.report.actions import actions_in_order
from pmtui.report.formats import FOR_AUDIENCE, FORMATS, TEMPLATES, Format, doubts, export, format_of
from pmtui.report.markdown import render
from pmtui.session import codec
from pmtui.session.document import Action, Evidence
from pmtui.session.edits import set_field
from tests.report.test_report_timeline import checkout


def test_the_audience_chooses_the_template() -> None:
    for audience, template in FOR_AUDIENCE.items():
        session = set_field(checkout(), "key_details.audience", audience)
        assert export(session, attachments="files") == export(session, template=template, attachments="files")
    assert export(checkout(), attachments="files") == render(checkout(), attachments="files")
    assert FOR_AUDIENCE == {"technical": "learning-review", "business": "brief", "customer": "customer"}
    assert set(FOR_AUDIENCE.values()) <= set(TEMPLATES)


def test_json_comes_back_equal() -> None:
    written = export(checkout(), "json")
    assert codec.decode(written.encode(), now="", new_id=str).session == checkout()


def test_what_there_is_not_is_refused_with_what_there_is() -> None:
    with pytest.raises(ValueError, match=r"^no template 'sre': use .*learning-review[^\n]*$"):
        export(checkout(), template="sre")
    with pytest.raises(ValueError, match=r"^no format 'docx': use markdown[^\n]*json[^\n]*$"):
        export(checkout(), "docx")


@pytest.mark.parametrize(
    ("name", "made"), [("a.md", "markdown"), ("a.JSON", "json"), ("a", "markdown"), ("a.json.txt", "markdown")]
)
def test_the_ending_of_a_file_chooses_the_format(name: str, made: str) -> None:
    assert format_of(name) == made


def test_a_format_is_declared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FORMATS, "text", Format((".txt", ".text"), lambda session, *_: session.key_details.product))
    assert export(checkout(), "text") == "Checkout"
    assert (format_of("report.txt"), format_of("report.TEXT")) == ("text", "text")
    with pytest.raises(ValueError, match=r"or json or .*text$"):
        export(checkout(), "docx")


def test_actions_are_numbered_short_term_first() -> None:
    actions = (Action(id="a", horizon="long"), Action(id="b"), Action(id="c", horizon="long"), Action(id="d"))
    assert [action.id for action in actions_in_order(actions)] == ["b", "d", "a", "c"]


def test_a_field_that_is_shown_as_typed_is_named() -> None:
    assert not doubts(checkout())
    session = set_field(checkout(), "summary.overview", "> - " * 200 + "deep")
    assert tuple(doubt.text for doubt in doubts(session)) == (
        "the summary's overview is nested too deep to be read as Markdown: it is shown as it was typed",
    )
    assert "\\> - > - " in export(session)


@pytest.mark.parametrize("template", [None, *TEMPLATES])
def test_a_folder_whose_name_is_no_text_makes_no_report_fail(template: str | None) -> None:
    session = checkout()
    figures = (*session.evidence, Evidence(id="f", caption="Graph", path="a b.png"))
    kept = replace(session, evidence=figures)
    for format in ("markdown", "html"):
        export(kept, format, template, attachments="../caf\udce9")
    assert "](../caf%E9/a%20b.png)" in export(kept, attachments="../caf\udce9")
