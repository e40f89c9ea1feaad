"""The timeline: typed lines go where their time is, the rows tell the story, and thousands cost no more than twenty."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from pmtui.app.event_rows import Columns, EventRows, columns_for, has_seconds
from pmtui.session.document import Event, Evidence, KeyDetails, Session
from pmtui.session.order import sort_events
from pmtui.session.outliers import outliers
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.steps.item_window import ItemScreen
from pmtui.tui.steps.timeline import TimelineView
from pmtui.tui.widgets.picker import Picker
from pmtui.tui.widgets.rows import Row
from pmtui.tui.widgets.scale import Scale, measures_line

Make = Callable[..., Session]
DAY = date(2026, 11, 18)
WIDE = columns_for(100, seconds=False)


def event(name: str, clock: str | None = None, day: int = 18, **more: Any) -> Event:
    at = f"2026-11-{day}T{clock}:00Z" if clock else None
    return Event(id=name, at=at, **{"text": name, **more})


def told(made: Session, columns: Columns = WIDE) -> list[str]:
    """The rows as somebody reads them from left to right."""
    rows = EventRows().rows(made, sort_events(made.timeline, made.key_details.timezone), columns)
    return [" ".join(words(row).split()) for row in rows]


def words(row: Row) -> str:
    before = [" ".join(span.text for span in row.lead), "".join(span.text for span in row.inline)]
    return " ".join([*before, row.text, *(span.text for span in (*row.below, *row.more, *row.right))])


# --- what a row says ---


def test_a_row_says_how_long_after_when_what_kind_and_what(make_session: Make) -> None:
    made = make_session(
        timeline=(
            event("paid", "14:02", kind="alert", source="pager", pinned=True),
            event("called", "15:47", kind="decision", precision="about", known="two terminals"),
        ),
        **{"key_details.started_at": "2026-11-18T14:02:00Z"},
    )
    assert told(made) == [
        "14:02 alert ★ started paid source: pager",
        "+1 h 45 ~ 15:47 decision called known: two terminals",
    ]


def test_what_is_not_known_of_a_time_is_said(make_session: Make) -> None:
    made = make_session(
        timeline=(
            event("range", "14:02", until="2026-11-18T14:20:00Z"),
            event("nobody knows"),
            event("that day", "12:00", precision="day"),
        )
    )
    assert told(made) == [
        "14:02 (until 14:20) range",
        "– (time not known) nobody knows",
        "– (day only) that day",
    ]


def test_the_hour_that_occurs_twice_shows_its_offset(make_session: Make) -> None:
    made = make_session(
        timeline=(Event(id="a", at="2026-10-25T01:30:00Z", text="late"),), **{"key_details.timezone": "Europe/London"}
    )
    assert told(made) == ["01:30 (+00:00) late"]


def test_each_day_has_a_heading_where_there_are_several(make_session: Make) -> None:
    one = make_session(timeline=(event("a", "14:02"),))
    assert told(one) == ["14:02 a"]
    two = make_session(timeline=(event("a", "23:59"), event("b", "00:10", day=19)))
    assert told(two) == ["18-11-2026", "23:59 a", "19-11-2026", "+11 min 00:10 b"]


def test_figures_stand_by_their_number(make_session: Make) -> None:
    made = make_session(
        timeline=(event("a", "14:02", evidence=("e2", "e1")),), evidence=(Evidence(id="e1"), Evidence(id="e2"))
    )
    assert told(made) == ["14:02 a Fig. 1, 2"]


def test_a_milestone_stands_at_the_first_event_of_its_time(make_session: Make) -> None:
    both = {f"key_details.{name}_at": "2026-11-18T14:02:00Z" for name in ("detected", "started")}
    made = make_session(timeline=(event("a", "14:02"), event("b", "14:02")), **both)
    assert told(made) == ["14:02 started · detected a", "14:02 b"]


@settings(max_examples=60, deadline=None)
@given(st.integers(24, 160), st.booleans())
def test_columns_leave_the_text_the_greater_part(width: int, seconds: bool) -> None:
    made = Session(format="", version=2, id="", created_at="", updated_at="", timeline=(event("a", "14:02"),))
    row = EventRows().rows(made, made.timeline, columns_for(width, seconds=seconds))[0]
    assert sum(cell_len(span.text) for span in row.lead) <= width // 2


def test_seconds_widen_the_column_for_all() -> None:
    events = (event("a", "14:02"), Event(id="b", at="2026-11-18T14:02:31Z"))
    assert has_seconds(events)
    assert not has_seconds(events[:1])


TIMES = st.sampled_from([None, "14:00", "14:00", "15:30", "16:00"])
STORED = st.builds(
    lambda n, clock, day, sure: event(str(n), clock, day, precision=sure),
    st.integers(0, 9),
    TIMES,
    st.sampled_from([18, 19]),
    st.sampled_from(["exact", "exact", "day"]),
)
VERSIONS = st.lists(
    st.tuples(st.lists(STORED, max_size=8, unique_by=lambda e: e.id), st.sampled_from([None, "14:00", "15:30"])),
    min_size=2,
    max_size=5,
)


@settings(max_examples=150, deadline=None)
@given(VERSIONS)
def test_rows_that_are_kept_say_what_new_ones_would(versions: list[tuple[list[Event], str | None]]) -> None:
    keeper = EventRows()
    pool: dict[Event, Event] = {}
    for events, started in versions:
        same = tuple(pool.setdefault(each, each) for each in events)  # one object, as between versions of a session
        details = KeyDetails(started_at=f"2026-11-18T{started}:00Z" if started else None)
        made = Session(
            format="", version=2, id="", created_at="", updated_at="", timeline=same, key_details=details
        )  # fmt: skip
        shown = sort_events(made.timeline, "UTC")
        assert [words(row) for row in keeper.rows(made, shown, WIDE)] == [
            words(row) for row in EventRows().rows(made, shown, WIDE)
        ]


def test_a_change_among_thousands_makes_its_neighbours_anew_and_nothing_else(make_session: Make) -> None:
    events = tuple(event(f"e{n}", f"{n // 60 % 24:02}:{n % 60:02}", day=10 + n // 1440) for n in range(5000))
    made, keeper = make_session(timeline=events), EventRows()
    before = keeper.rows(made, sort_events(events, "UTC"), WIDE)
    more = replace(made, timeline=(*events, Event(id="new", at="2026-11-11T12:30:30Z")))
    after = keeper.rows(more, sort_events(more.timeline, "UTC"), WIDE)
    known = {id(row) for row in before}
    assert [row.id for row in after if id(row) not in known] == ["new", "e2191"]


# --- the incident to scale ---


def test_the_measures_are_said_and_so_is_what_cannot_be() -> None:
    details = KeyDetails(
        started_at="2026-11-18T14:00:00Z", detected_at="2026-11-18T17:00:00Z", resolved_at="2026-11-18T16:00:00Z"
    )
    assert measures_line(details, "hint").plain == "detected 3 h   resolved 2 h"
    assert measures_line(replace(details, resolved_at="2026-11-18T13:00:00Z"), "").plain.endswith(
        "resolved before it started"
    )
    assert measures_line(KeyDetails(), "hint").plain == "hint"


async def test_the_line_of_blocks_is_high_where_much_happened(open_app: Any, make_session: Make) -> None:
    many = tuple(event(f"e{n}", f"14:0{n % 2}") for n in range(20))
    async with open_app(make_session(timeline=(*many, event("late", "14:04"))), step="timeline") as sitting:
        scale = sitting.meeting.query_one(Scale)
        blocks = scale.render().plain.split("\n")[1]
        assert blocks.startswith("14:00 █")
        assert blocks.endswith("▂ 14:04")


async def test_an_event_days_later_does_not_squash_the_incident_and_is_said(open_app: Any, make_session: Make) -> None:
    many = tuple(event(f"e{n}", f"14:{n:02}") for n in range(20))
    published = event("late", "09:00", day=24)
    async with open_app(make_session(timeline=(*many, published)), step="timeline") as sitting:
        scale = sitting.meeting.query_one(Scale)
        blocks = scale.render().plain.split("\n")[1]
        assert blocks.startswith("14:00 ")
        assert blocks.endswith("14:19 → 1 later")
        assert blocks.count("█") == len(many)
        await sitting.press(*["down"] * 25)
        assert scale.render().spans[-1].style == "bold $foreground"


async def test_an_event_long_before_stands_left_and_milestones_are_within(open_app: Any, make_session: Make) -> None:
    cause = event("early", "09:00", day=10)
    many = (event("a", "14:02"), event("b", "14:49"))
    async with open_app(make_session(timeline=(cause, *many)), step="timeline") as sitting:
        scale = sitting.meeting.query_one(Scale)
        assert scale.render().plain.split("\n")[1].startswith("1 earlier ← 14:02 ")
        details = replace(sitting.session.key_details, started_at=cause.at)
        scale.show(details, (cause, *many))
        assert scale.render().plain.split("\n")[1].startswith("10-11 09:00 ")


@settings(deadline=None, max_examples=200)
@given(st.lists(st.integers(0, 10**6), max_size=60), st.lists(st.integers(0, 10**6), max_size=3))
def test_few_lie_outside_and_never_a_milestone(times: list[int], kept: list[int]) -> None:
    times.sort()
    early, late = outliers(times, kept)
    assert early + late <= 2 * max(1, len(times) // 20)
    within = times[early : len(times) - late]
    assert len(within) >= min(len(times), 2)
    outside = [*times[:early], *times[len(times) - late :]]
    assert not any(min(kept) <= time <= max(kept) for time in outside if kept)


# --- typing ---


def listed(sitting: Any) -> ItemList:
    view = sitting.meeting.view
    assert isinstance(view, TimelineView)
    return view.timeline


def texts(sitting: Any) -> list[str]:
    return [each.text for each in listed(sitting).items(sitting.session)]


async def put(sitting: Any, text: str) -> None:
    """Type a line and Enter."""
    add = listed(sitting).add
    assert add is not None
    add.focus()
    add.insert(text)
    await sitting.press("enter")


async def test_a_line_goes_where_its_time_is_and_the_cursor_with_it(open_app: Any, make_session: Make) -> None:
    made = make_session(
        timeline=(event("first", "14:00"), event("last", "16:00")), **{"key_details.incident_date": DAY}
    )
    async with open_app(made, step="timeline") as sitting:
        await put(sitting, "~15:10 decision: fail over")
        assert texts(sitting) == ["first", "fail over", "last"]
        new = listed(sitting).item()
        assert new is not None
        assert (new.text, new.at, new.precision, new.kind) == (
            "fail over", "2026-11-18T15:10:00Z", "about", "decision",
        )  # fmt: skip
        await put(sitting, "somebody asks for help")
        assert texts(sitting) == ["first", "fail over", "somebody asks for help", "last"]
        assert "(time not known) somebody" in sitting.screen_text()


async def test_what_a_clock_change_did_is_said(open_app: Any, make_session: Make) -> None:
    details = {"key_details.timezone": "Europe/London", "key_details.incident_date": date(2026, 3, 29)}
    async with open_app(make_session(**details), step="timeline") as sitting:
        await put(sitting, "01:30 in the hour that was not")
        await sitting.until(lambda: "skipped by a clock change" in sitting.said)
        assert sitting.session.timeline[0].at == "2026-03-29T01:30:00Z"


async def test_every_line_of_a_paste_is_an_event_behind_what_was_typed(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(**{"key_details.incident_date": DAY}), step="timeline") as sitting:
        add = listed(sitting).add
        assert add is not None
        add.insert("14:05 ")
        add.take_paste("alert fired\n14:02 first refusal\n\n14:09 [red]restart[/]\n")
        await sitting.until(lambda: len(sitting.session.timeline) == 3)
        assert texts(sitting) == ["first refusal", "alert fired", "[red]restart[/]"]
        assert add.text == ""


# --- acts ---


async def test_a_milestone_takes_a_few_letters_and_the_same_again_takes_it_back(
    open_app: Any, make_session: Make
) -> None:
    async with open_app(make_session(timeline=(event("page", "14:02"),)), step="timeline") as sitting:
        await sitting.press("f2", "d", "enter")
        assert sitting.session.key_details.detected_at == "2026-11-18T14:02:00Z"
        await sitting.until(lambda: "detected  page" in sitting.screen_text())
        await sitting.press("f2", "d", "enter")
        assert sitting.session.key_details.detected_at is None


async def test_no_milestone_hangs_on_a_time_that_nobody_knows(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(timeline=(event("sometime"),)), step="timeline") as sitting:
        await sitting.press("f2")
        assert not isinstance(sitting.app.screen, Picker)
        await sitting.until(lambda: "no time of day" in sitting.said)


async def test_several_are_shifted_together_and_one_undo_takes_it_back(open_app: Any, make_session: Make) -> None:
    made = make_session(
        timeline=(event("a", "14:00"), event("b", "14:10"), event("c", "14:20")),
        **{"key_details.started_at": "2026-11-18T14:00:00Z"},
    )
    async with open_app(made, step="timeline") as sitting:
        await sitting.press("escape", "space", "space", "<")
        screen = sitting.app.screen
        assert isinstance(screen, Picker)
        screen.field.insert("+1h")
        await sitting.until(lambda: screen.list.row_id == "+1h")
        assert "14:00 → 15:00" in sitting.screen_text()
        await sitting.press("enter")
        assert texts(sitting) == ["c", "a", "b"]
        assert sitting.session.key_details.started_at == "2026-11-18T15:00:00Z"
        await sitting.press("u")
        assert sitting.session.timeline == made.timeline
        assert sitting.session.key_details.started_at == "2026-11-18T14:00:00Z"


async def test_kind_and_pin_are_given_to_all_that_are_selected(open_app: Any, make_session: Make) -> None:
    made = make_session(timeline=(event("a", "14:00", pinned=True), event("b", "14:10"), event("c", "14:20")))
    async with open_app(made, step="timeline") as sitting:
        await sitting.press("escape", "space", "space", "f4", "d", "e", "enter")
        assert [each.kind for each in sitting.session.timeline] == ["decision", "decision", "other"]
        await sitting.press("f3", "number_sign", *"slack #inc", "enter", "at", *"on call", "enter")
        assert [each.pinned for each in sitting.session.timeline] == [True, True, False]
        assert [each.source for each in sitting.session.timeline] == ["slack #inc", "slack #inc", ""]
        assert [each.who for each in sitting.session.timeline] == ["on call", "on call", ""]
        await sitting.press("A")
        assert not sitting.meeting.view.timeline.list.selected, "where some are marked, it takes the marks off"
        await sitting.press("end", "f5", "enter")
        assert sitting.session.timeline[2].source == "slack #inc"
        await sitting.press("A", "delete")
        assert sitting.session.timeline == ()


async def test_a_time_is_put_right_in_place_and_its_event_stays_in_sight(open_app: Any, make_session: Make) -> None:
    many = tuple(event(f"e{n}", f"{n // 4 + 8:02}:{n % 4 * 15:02}") for n in range(40))
    made = make_session(timeline=many, **{"key_details.incident_date": date(2026, 11, 18)})
    async with open_app(made, step="timeline", size=(80, 24)) as sitting:
        await sitting.press("escape", "home", "equals_sign", *"99:99")
        assert "99:99 is no time" in sitting.screen_text()
        await sitting.press(*["backspace"] * 5, *"~15:50")
        assert "about 18 Nov 2026 15:50 UTC · +7 h 50" in sitting.screen_text()
        await sitting.press("enter")
        moved = next(each for each in sitting.session.timeline if each.text == "e0")
        assert (moved.at, moved.precision) == ("2026-11-18T15:50:00Z", "about")
        assert sitting.meeting.view.timeline.item().text == "e0"
        assert "~15:50" in sitting.screen_text()
        await sitting.press("u")
        assert sitting.session.timeline == many
        assert sitting.meeting.view.timeline.item().text == "e0"
        assert "08:00" in sitting.screen_text()


async def test_an_event_without_a_time_is_moved_and_time_decides_for_the_others(
    open_app: Any, make_session: Make
) -> None:
    made = make_session(timeline=(event("a", "14:00"), event("b", "14:10"), event("x")))
    async with open_app(made, step="timeline") as sitting:
        await sitting.press("escape", "end", "K")
        assert texts(sitting) == ["a", "x", "b"]
        await sitting.press("end", "K")
        await sitting.until(lambda: "time decides its place" in sitting.said)
        assert texts(sitting) == ["a", "x", "b"]


async def test_a_decision_asks_what_was_known_and_editing_begins_there(open_app: Any, make_session: Make) -> None:
    made = make_session(timeline=(event("fail over", "14:00", kind="decision"),))
    async with open_app(made, step="timeline") as sitting:
        assert "What was known then?" in sitting.screen_text()
        await sitting.press("escape", "enter")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        assert sitting.app.screen.place.field == "known"


# --- room ---


async def test_the_add_line_is_in_view_and_text_has_room_on_the_smallest_screen(
    open_app: Any, make_session: Make
) -> None:
    made = make_session(timeline=tuple(event(f"event number {n} of the evening", "14:00") for n in range(30)))
    async with open_app(made, size=(50, 15), step="timeline") as sitting:
        screen = sitting.screen_text()
        assert "14:02 the first payment" in screen
        assert "14:00" in screen
        assert "event number 0 of the" in screen
        assert not sitting.meeting.query_one(Scale).display


async def test_the_columns_follow_the_width(open_app: Any, make_session: Make) -> None:
    made = make_session(timeline=(event("a", "14:00", kind="communication"), event("b", "14:45", kind="alert")))
    async with open_app(made, size=(160, 30), step="timeline") as sitting:
        await sitting.until(lambda: "+45 min" in sitting.screen_text() and "communication" in sitting.screen_text())
        await sitting.pilot.resize_terminal(70, 20)
        await sitting.until(lambda: "comms" in sitting.screen_text())


# --- what stands beside the events ---


async def test_the_source_shows_on_the_selected_event_alone_and_nothing_below_the_list_moves(
    open_app: Any, make_session: Make
) -> None:
    made = make_session(timeline=tuple(event(n, f"14:0{i}", source=f"log of {n}") for i, n in enumerate("abc")))
    async with open_app(made, step="timeline") as sitting:
        lines = sitting.screen_text().split("\n")
        assert [line.split("source: ")[1].strip() for line in lines if "source: " in line] == ["log of a"]
        add_line = sitting.meeting.focused
        assert add_line is not None
        at = add_line.region
        await sitting.press("down", "down")
        lines = sitting.screen_text().split("\n")
        assert [line.split("source: ")[1].strip() for line in lines if "source: " in line] == ["log of c"]
        assert add_line.region == at


def test_where_there_is_room_each_event_has_its_source_beside_it(make_session: Make) -> None:
    made = make_session(timeline=(event("a", "14:02", source="pager"), event("b", "14:05", source="chat")))
    rows = EventRows().rows(made, made.timeline, columns_for(125, seconds=False))
    assert [[span.text for span in row.right] for row in rows] == [["pager"], ["chat"]]
    assert not any(row.more for row in rows)
