"""Reports in other forms: those that come with pmtui, and a team's own, which can reach and break nothing."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from pmtui.report.formats import TEMPLATES, export
from pmtui.report.templates import sandbox
from pmtui.session.document import Action, Event, Measure, OwnSection, Session, Why
from pmtui.session.edits import set_field
from tests.report.rendered import page
from tests.report.test_report_timeline import checkout
from tests.strategies import empty, sessions

HERE = Path(__file__).parent
OTHERS = [name for name in TEMPLATES if name != "learning-review"]


def fuller() -> Session:
    """The review of the tests, with what only some templates show."""
    session = checkout()
    own = (OwnSection(id="o1", title="Detection", text="An alert, *late*."), OwnSection(id="o2", title="Odd", text="x"))
    session = set_field(session, "summary.sections", own)
    return replace(session, timeline=tuple(replace(each, pinned=n < 2) for n, each in enumerate(session.timeline)))


@pytest.mark.parametrize("name", OTHERS)
def test_each_template_writes_what_it_wrote(name: str) -> None:
    written = export(fuller(), template=name)
    assert (HERE / "templates" / f"{name}.md").read_text(encoding="utf-8") == written
    seen = page(written)
    assert sum(level == 1 for level, _ in seen.headings) == 1
    assert seen.tags <= {
        "h1", "h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "strong", "em", "a",
        "code", "br",
    }  # fmt: skip


def test_a_customer_reads_no_names_and_follows_no_links_inside() -> None:
    session = set_field(fuller(), "summary.overview", "Ana saw [the graph](https://grafana.internal/x), https://a.b/c")
    written = export(session, template="customer")
    assert "A colleague saw the graph" in written
    assert not re.search(r"\bAna\b|\bBo\b|://|OPS-|slack|INC-", written)


@pytest.mark.parametrize(
    "address",
    ["https://u:[masked: password]@wiki.internal/x", "http://[masked: internal IP address]:80/x", "http://[::1]:80/x",
     "s3://internal/x", "<ssh://git@internal/x>"],
)  # fmt: skip
def test_nothing_of_an_address_is_left_for_a_customer(address: str) -> None:
    written = export(set_field(empty(), "summary.overview", f"see {address} there"), template="customer")
    assert "see there" in " ".join(written.split()), written


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(sessions())
def test_no_text_makes_a_template_fail_or_brings_structure_into_it(session: Session) -> None:
    for name in OTHERS:
        seen = page(export(session, template=name))
        assert {level for level, _ in seen.headings[1:]} <= {2, 3} and seen.headings[0][0] == 1
        for section in seen.sections:
            assert all(len(row) == len(table[0]) for table in section.tables for row in table)
        assert "script" not in seen.tags


def test_the_blank_form_says_what_belongs_where() -> None:
    for name in TEMPLATES:
        bare, form = export(empty(), template=name), export(empty(), template=name, annotated=True)
        assert form.count("<!-- ") >= 3 > bare.count("<!-- ") == 0
        assert page(form).html.count("<h2>") > page(bare).html.count("<h2>")
        assert 'class="hint"' in export(empty(), "html", name, annotated=True)


def own(tmp_path: Path, text: str, session: Session | None = None) -> str:
    """What a template of one's own writes."""
    (tmp_path / "own.md").write_text(text, encoding="utf-8")
    return export(session or empty(), template=str(tmp_path / "own.md"))


def test_a_template_of_one_s_own_is_safe_without_a_word_about_it(tmp_path: Path) -> None:
    text = "a|b\n# <script>\n`x`"
    session = replace(empty(), actions=(Action(id="a", text=text, due=date(2026, 12, 1), owner=text),))
    template = (
        "# {{ actions[0].text }}\n\n- {{ actions[0].text }}\n\n| A | B |\n| --- | --- |\n{% for a in actions %}\n"
        "| {{ a.text }} | {{ a.due }} |\n{% endfor %}\n\n{{ '*' ~ actions[0].text }}\n\n"
        "[x]({{ actions[0].text }}) <b>\n<i>{{ actions[0].text }}</i>\n"
        "{% macro m(t) %}**{{ t }}**{% endmacro %}\n\n{{ m(actions[0].text) }}\n"
    )
    seen = page(own(tmp_path, template, session))
    assert [level for level, _ in seen.headings] == [1]
    assert seen.sections[0].tables == [[["A", "B"], ["a|b\n# <script>\nx", "1\u00a0Dec\u00a02026"]]]
    assert "script" not in seen.tags and seen.links == ["#"]
    assert seen.html.count("&lt;script&gt;") == 6


def test_an_item_without_words_stays_an_item(tmp_path: Path) -> None:
    session = replace(empty(), actions=(Action(id="a", text="first"), Action(id="b"), Action(id="c", text="third")))
    seen = page("# x\n\n" + own(tmp_path, "{% for a in actions %}\n- {{ a.text }}\n{% endfor %}", session))
    assert [text for _, text in seen.sections[0].items] == ["first", " ", "third"]


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("a\n{% if %}", r"own\.md, line 2: "),
        ("a\n\n{{ nothing }}", r"own\.md, line 3: 'nothing' is undefined"),
        ("{{ key_details.nothing }}", r"own\.md, line 1: .*nothing"),
        ("\n{{ actions|evil }}", r"own\.md, line 2: No filter named 'evil'"),
        ("{{ summary }}", r"own\.md, line 1: a Summary cannot be printed"),
        ("{{ ''.__class__ }}", r"own\.md, line 1: .*__class__.* unsafe"),
        ("{{ 'x'.ljust(1000000000) }}", r"own\.md, line 1: .*unsafe"),
        ("{{ 2 ** 99999999 }}", r"own\.md, line 1: \*\* is not"),
        ("{{ 'x' * 1000000 }}", r"own\.md, line 1: a product is too large"),
        ("{% include '/etc/passwd' %}", r"own\.md, line 1: /etc/passwd"),
        ("{% set n = namespace(s='xxxx') %}{% for i in range(99) %}{% set n.s = n.s ~ n.s %}{% endfor %}", "too long"),
        ("{{ 1 / 0 }}", r"own\.md, line 1: division by zero"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_template_is_said_with_file_and_line(tmp_path: Path, template: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as raised:
        own(tmp_path, template)
    assert "\n" not in str(raised.value) and "docs/templates.md" in str(raised.value)


def test_neither_time_nor_size_of_a_template_is_boundless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MOST_SECONDS", 0.2)
    endless = "{% for a in range(99999) %}\n{% for b in range(99999) %}\n{% endfor %}\n{% endfor %}"
    with pytest.raises(ValueError, match="longer than"):
        own(tmp_path, endless)
    with pytest.raises(ValueError, match="too long"):
        own(tmp_path, "x" * 300_000)
    monkeypatch.setattr(sandbox, "MOST_TEXT", 10_000)
    with pytest.raises(ValueError, match="writes more"):
        own(tmp_path, "{% for a in range(9999) %}xxxxxxxxxx{% endfor %}")


def test_a_template_can_write_labels_times_durations_and_own_sections(tmp_path: Path) -> None:
    session = replace(fuller(), timeline=(Event(id="e", at="2026-11-18T14:02:00Z", text="x", kind="other"),))
    written = own(
        tmp_path,
        "{{ status|word }} {{ key_details.started_at|time }} {{ key_details.started_at|date }} {{ review.lasted }}"
        " {{ timeline[0] }} {{ key_details.attendees|join('; ') }} {{ key_details.review_date }}\n\n"
        "{{ own('Detection')|block }}",
        session,
    ).replace("\u00a0", " ")
    assert "In review 18 Nov 2026 14:02 18 Nov 2026 47 min 18 Nov 2026 14:02 Ana; Bo;" in written
    assert written.endswith("An alert, *late*.\n")


def test_the_example_of_the_documents_is_a_template(tmp_path: Path) -> None:
    example = re.findall(r"```jinja\n(.*?)```", (HERE.parents[1] / "docs" / "templates.md").read_text(), re.DOTALL)[0]
    seen = page(own(tmp_path, example, fuller()))
    assert [heading for _, heading in seen.headings][1:] == ["Description", "Corrective actions"]
    assert ["Our reference", "INC-204"] in seen.sections[0].tables[0]


def test_a_brief_stays_on_a_page_and_says_what_it_leaves_out() -> None:
    many = tuple(Action(id=f"a{n}", text=f"Action {n}", status="open" if n % 2 else "done") for n in range(40))
    long = "\n\n".join(f"Paragraph {n} " + "has words in it " * 14 for n in range(30))
    whys = tuple(Why(id=f"w{n}", text=f"Cause {n}", verdict="root") for n in range(9))
    measures = tuple(Measure(id=f"m{n}", name=f"Measure {n}", value="1") for n in range(12))
    session = replace(
        empty(),
        actions=many,
        summary=replace(empty().summary, overview=long),
        impact=replace(empty().impact, statement=long, measures=measures),
        root_cause=replace(empty().root_cause, whys=whys),
    )
    written = export(session, template="brief")
    assert len(written.split()) < 650
    assert "Paragraph 1 " in written and "Paragraph 9" not in written
    assert written.count("(… goes on in the full report)") == 2
    assert "and 4 more in the full report" in written and "- and 4 more" in written
    assert "And 30 more in the full report, 10 of them open." in written and "| Action 0 " not in written
    one = " ".join(f"w{n}" for n in range(300))
    begun = export(replace(empty(), summary=replace(empty().summary, overview=one)), template="brief")
    assert "w149 …" in begun and "w150" not in begun
