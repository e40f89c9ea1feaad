"""Whatever text a field holds, the report's structure stands, and the page shows the text as it was typed."""

from __future__ import annotations

from datetime import date
from itertools import cycle

from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.report.markdown import render
from pmtui.session import document as doc
from tests.report.rendered import Section, flowed, page, rich, seen

FRAGMENTS = (
    "|", "||", "\\|", "\n", "\n\n", "`", "``", "```", "~~~", "~", "# ", "## Impact", "#", "\n---\n", "\n===\n", "---",
    "- ", "+ ", "* ", "1. ", "10) ", "> ", "<b>", "</b>", "<!--", "-->", "<script>", "</table>", "<?", "<br>",
    "&amp;", "&#35;", "&", "<", ">", "[^1]", "[^1]: x", "[a]: /x", "[a]", "[//]", "[", "]", "(", ")", "!",
    "![i](http://x.y/z.png)", "[l](javascript:x)", "[l](http://x.y)", "[l, — m](http://x.y)", "`c, — d`",
    "http://x.y/a_b", "https://x.y/?a=1&b=2.",
    "HTTP://X.Y", "<http://x.y>", "mailto:a@b.cd", "www.x.y", "ftp://x.y", "a@b.cd", "xmpp:a@b_c.d", ":tada:", ":",
    "$x$", "$", "\\",
    "\t", " ", "  ", "    ", "*", "_", "**b**", "__b__", "*i*", "~~s~~", "[ ] ", "[x] ", "(Fig. 1)", " — ", "@me",
    "#1", "{{x}}", "|---|", ":-:", "=", "-", "+", ",", ".", "\u2028", "\xa0", "\u3000", "é", "漢", "e\u0301", "\u202e",
    "🎉", "a", "b", "1", "", "Z",
)  # fmt: skip
HOSTILE = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=7).map("".join).filter(bool)
SAFE_TAGS = set(
    "h1 h2 h3 table thead tbody tr th td ul li p br pre code a strong em input img".split()  # noqa: SIM905 - easier to read
)

HEADINGS = [
    (2, "Key details"), (2, "Summary"), (2, "Impact"), (2, "Root cause"), (3, "Five whys"), (2, "Timeline"),
    (3, "Decisions"), (2, "Resources"), (2, "Actions"), (2, "Lessons learned"), (3, "What went well"),
    (3, "What went wrong"), (3, "Where we got lucky"), (2, "Evidence"), (3, "Fig. 1"), (3, "Fig. 2"),
    (2, "Further reading"), (2, "Parking lot"),
]  # fmt: skip


@st.composite
def hostile_sessions(draw: st.DrawFn, blocks: st.SearchStrategy[str] | None = None) -> doc.Session:
    """A session with every field that a report shows, each filled by hostile text."""

    # A few texts in turn fill all fields: quick to draw, and as hostile.
    texts = cycle(draw(st.lists(HOSTILE, min_size=5, max_size=11)))
    bodies = cycle(draw(st.lists(blocks, min_size=4, max_size=4)) if blocks is not None else ["words"])

    def text() -> str:
        return next(texts)

    def block() -> str:
        return next(bodies)

    def notes(name: str) -> tuple[doc.Note, ...]:
        return (doc.Note(id=f"{name}1", text=text()), doc.Note(id=f"{name}2", text=text()))

    return doc.Session(
        format="pmtui-session", version=2, id="0199", created_at="2026-11-20T09:00:00Z",
        key_details=doc.KeyDetails(
            term=text(), product=text(), headline=text(), incident_date=date(2026, 11, 18), reference=text(),
            severity=text(), team=text(), facilitator=text(), scribe=text(), owner=text(), attendees=(text(), text()),
            customer=text(), timezone="Europe/London", started_at="2026-11-18T14:02:00Z", tags=(text(),),
            more={f"{text()} own".replace("\n", " "): text()},
        ),
        summary=doc.Summary(
            overview=block(), services=(text(),), effect="outage", data_loss=doc.YesNo(answer="no", detail=text()),
            human_intervention=doc.YesNo(detail=text()), pattern="sustained",
            recurrence=doc.Recurrence(answer="yes", detail=text()), related_tickets=(text(), text()),
            sections=(doc.OwnSection(id="s1", title=f"{text()} own", text=f"{block()}\n\nwords"),),
        ),
        impact=doc.Impact(statement=block(), measures=(doc.Measure(id="m", name=text(), value=text()),)),
        root_cause=doc.RootCause(
            problem=text(), statement=block(), not_found=text(),
            whys=(
                doc.Why(id="w1", text=text(), verdict="root", evidence=("e1",), whys=(doc.Why(id="w2", text=text()),)),
                doc.Why(id="w3", text=text()),
            ),
        ),
        timeline=(
            doc.Event(
                id="t1", at="2026-11-18T14:02:00Z", text=text(), kind="alert", source=text(), who=text(),
                evidence=("e2",),
            ),
            doc.Event(id="t2", at="2026-11-18T14:05:00Z", text=text(), kind="decision", known=text(), known_now=text()),
        ),
        resources=(
            doc.Resource(id="r1", text=text(), location=text(), secured=True), doc.Resource(id="r2", text=text()),
        ),
        actions=(
            doc.Action(
                id="a1", text=text(), ticket=text(), owner=text(), priority=text(), due=date(2026, 12, 1),
                description=text(),
            ),
            doc.Action(id="a2", text=text(), status="done", done_at=date(2026, 11, 30)),
        ),
        lessons=doc.Lessons(
            learned=notes("l"), went_well=notes("v"), went_wrong=notes("x"), got_lucky=notes("g")
        ),
        evidence=(
            doc.Evidence(id="e1", caption=text(), kind="log", body=text(), url=text()),
            doc.Evidence(id="e2", caption=text(), kind="graph", body=block(), path="a (1).png"),
        ),
        further_reading=(
            doc.Reading(id="f1", title=text(), url=f"see {text()}"), doc.Reading(id="f2", title=text(), url="https://x.y/z"),
        ),
        parking_lot=(
            doc.Parked(id="p1", text=text(), kind="question", answer=text(), owner=text()),
            doc.Parked(id="p2", text=text()),
            doc.Parked(id="p3", text=text(), kind="remark", of="t1", answer=text()),
        ),
    )  # fmt: skip


def without_own_section(headings: list[tuple[int, str]], session: doc.Session) -> list[tuple[int, str]]:
    """The headings without that of the team's own section, which stands under the summary."""
    (own,) = session.summary.sections
    assert (headings[2][0], headings[2][1].split()) == (3, own.title.split())
    return [*headings[:2], *headings[3:]]


def own_table(section: Section, rows: int, columns: int) -> list[list[list[str]]]:
    """The rows of the report's own table, which is the last: those before it come from block Markdown."""
    table = section.tables[-1]
    assert [len(row) for row in table] == [columns] * (rows + 1)
    return [[seen(cell) for cell in row] for row in table[1:]]


def cells(*texts: str) -> list[list[str]]:
    return [seen(rich(text)) for text in texts]


def items(section: Section) -> list[tuple[int, list[str]]]:
    return [(depth, seen(text)) for depth, text in section.items]


def bullets(*texts: str) -> list[tuple[int, list[str]]]:
    return [(1, seen(text)) for text in texts]


def running(text: str) -> str:
    return flowed(rich(text))


@settings(max_examples=25, deadline=None)
@given(hostile_sessions())
def test_details_and_tables_are_read_as_they_were_typed(session: doc.Session) -> None:
    shown = page(render(session))
    details, summary = session.key_details, session.summary
    assert shown.tags <= SAFE_TAGS
    assert without_own_section(shown.headings[1:], session) == HEADINGS
    headline = " ".join(details.headline.split())
    (answer,) = shown.sections[0].paragraphs
    assert " ".join(answer.split()).startswith(headline)
    title = f"{details.term}: {details.product} (18-11-2026)"
    assert (1, title.split()) == (shown.headings[0][0], shown.headings[0][1].split())

    found = {row[0][0]: row[1] for row in own_table(shown.under("Key details"), rows=15, columns=2)}
    for name in ("Headline", "Reference", "Severity", "Team", "Facilitator", "Scribe", "Owner", "Customer"):
        assert found[name] == seen(rich(getattr(details, name.lower())))
    assert found["Attendees"] == seen(commas(details.attendees))
    assert found["Tags"] == seen(commas(details.tags))
    assert found["Started"] == ["18 Nov 2026 14:02"]
    (name, value), *_ = details.more.items()
    assert found[seen(rich(name))[0]] == seen(rich(value))

    assert own_table(shown.under("Summary"), rows=7, columns=2) == [
        [["Services"], seen(commas(summary.services))],
        [["Effect"], ["Outage"]],
        [["Data loss"], seen(f"No — {rich(summary.data_loss.detail)}")],
        [["Human intervention"], seen(rich(summary.human_intervention.detail))],
        [["Pattern"], ["Sustained"]],
        [["Recurrence"], seen(f"Yes — {rich(summary.recurrence.detail)}")],
        [["Related tickets"], seen(commas(summary.related_tickets))],
    ]
    (measure,) = session.impact.measures
    assert own_table(shown.under("Impact"), rows=1, columns=2) == [cells(measure.name, measure.value)]

    alert, decision = session.timeline
    assert own_table(shown.under("Timeline"), rows=2, columns=5) == [
        [
            ["18 Nov 14:02"],
            seen(f"started: {rich(alert.text)} (Fig. 2)"),
            *cells(alert.who),
            ["alert"],
            *cells(alert.source),
        ],
        [["18 Nov 14:05"], seen(rich(decision.text)), [], ["decision"], []],
    ]
    assert own_table(shown.under("Decisions"), rows=1, columns=4) == [
        [["18 Nov 14:05"], *cells(decision.text, decision.known, decision.known_now)]
    ]
    first, second = session.actions
    assert own_table(shown.under("Actions"), rows=2, columns=7) == [
        [
            seen(f"{rich(first.text)}\n{rich(first.description)}"),
            *cells(first.owner, "1 Dec 2026", "open", first.ticket, first.priority, "short"),
        ],
        cells(second.text, "", "", "done 30 Nov 2026", "", "", "short"),
    ]


@settings(max_examples=25, deadline=None)
@given(hostile_sessions())
def test_lists_and_figures_are_read_as_they_were_typed(session: doc.Session) -> None:
    shown = page(render(session))
    cause, whys = session.root_cause, shown.under("Five whys")
    assert seen(shown.under("Root cause").paragraphs[-1]) == seen(
        f"No root cause was found: {running(cause.not_found)}"
    )
    assert seen(whys.paragraphs[0]) == seen(f"Problem: {running(cause.problem)}")
    assert items(whys) == [
        (1, seen(f"{running(cause.whys[0].text)} (root cause) (Fig. 1)")),
        (2, seen(running(cause.whys[0].whys[0].text))),
        (1, seen(running(cause.whys[1].text))),
    ]
    assert len(whys.code) == 1

    one, two = session.resources
    resources = shown.under("Resources")
    assert resources.ticks == [True, False]
    assert items(resources) == bullets(f"{running(one.text)} — {running(one.location)}", running(two.text))
    for heading, notes in (
        ("Lessons learned", session.lessons.learned),
        ("What went well", session.lessons.went_well),
        ("What went wrong", session.lessons.went_wrong),
        ("Where we got lucky", session.lessons.got_lucky),
    ):
        assert items(shown.under(heading)) == bullets(*(running(note.text) for note in notes))

    log, graph = session.evidence
    first, second = shown.under("Fig. 1"), shown.under("Fig. 2")
    assert [seen(text) for text in first.paragraphs] == [seen(flowed(log.caption)), seen(f"Log\n{running(log.url)}")]
    lines = log.body.rstrip("\n")
    assert first.code == ([f"{lines}\n"] if lines else [])
    assert [seen(text) for text in second.paragraphs] == [
        seen(flowed(graph.caption)),
        ["Graph", "a (1).png"],
        ["words"],
    ]

    reading, linked = session.further_reading
    assert items(shown.under("Further reading")) == bullets(
        f"{flowed(reading.title)} — {running(reading.url)}", flowed(linked.title)
    )
    question, topic, remark = session.parking_lot
    assert items(shown.under("Parking lot")) == bullets(
        f"Question: {running(question.text)}\nAnswer: {running(question.answer)}\n"
        f"Who finds out: {running(question.owner)}",
        running(topic.text),
        f"Remark: {running(remark.text)}\nAnswer: {running(remark.answer)}",
    )


def commas(values: tuple[str, ...]) -> str:
    return ", ".join(map(rich, values))
