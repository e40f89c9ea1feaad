"""The library's screen: what is there at once, what fills in, and what is done with a whole review."""

from __future__ import annotations

import os
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from pmtui import clipboard
from pmtui.app import review_rows
from pmtui.app.review_preview import preview
from pmtui.library.folder import Entry, Library
from pmtui.library.ids import uuid7
from pmtui.session.document import Action, Event, KeyDetails, Recurrence, Resource, Session, Summary, Why
from pmtui.session.template import from_template
from pmtui.tui.home import library_words
from pmtui.tui.home.new_review import NewReviewScreen
from pmtui.tui.home.screen import LibraryScreen
from pmtui.tui.meeting.screen import MeetingScreen
from pmtui.tui.widgets.lazy_rows import Lazy
from pmtui.tui.widgets.rows import lay_out
from tests.tui.conftest import OpenApp, Sitting

Make = Callable[..., Session]


def action(text: str, due: date | None = None, **more: Any) -> Action:
    return Action(id=f"id-{text}", text=text, due=due, **more)


@pytest.fixture
def three(library: Library, make_session: Make) -> dict[str, Session]:
    """A draft, one in review, and a final one whose action is overdue; and a file that is none of ours."""
    payments = make_session(
        status="draft",
        key_details=KeyDetails(
            product="Checkout",
            headline="Card payments refused [for 47 minutes]",
            incident_date=date(2026, 11, 18),
            severity="SEV2",
            reference="INC-204",
        ),
        **{"root_cause.whys": (Why(id="w1", text="Renewal is by hand", verdict="root"),)},
        actions=(action("Alert 30 days ahead", ticket="OPS-99"), action("Renew by itself")),
    )
    prices = make_session(
        status="in_review",
        key_details=KeyDetails(product="Search", headline="Prices nine hours late", incident_date=date(2026, 11, 2)),
    )
    charges = make_session(
        status="final",
        key_details=KeyDetails(
            product="Checkout", headline="Two charges for one order", incident_date=date(2026, 9, 30)
        ),
        actions=(action("Reject the second", date(2026, 11, 19)),),
    )
    payments = replace(payments, summary=Summary(recurrence=Recurrence(answer="yes", of=(charges.id,))))
    for session in (prices, charges, payments):
        library.add(session)
    (library.folder / "notes.json").write_text("{ not json")
    return {"payments": payments, "prices": prices, "charges": charges}


@asynccontextmanager
async def at_library(run_app: OpenApp, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Sitting]:
    async with run_app(size=size) as sitting:
        screen = screen_of(sitting)
        await sitting.until(lambda: screen.review_index.complete)
        # Everything in view was read too.
        await sitting.until(lambda: bool(screen.review_index.counted()) or not screen.review_index.to_count())
        await sitting.settled()
        yield sitting


def screen_of(sitting: Sitting) -> LibraryScreen:
    return next(screen for screen in sitting.app.screen_stack if isinstance(screen, LibraryScreen))


def lines(sitting: Sitting) -> list[str]:
    return sitting.screen_text().splitlines()


def line_of(sitting: Sitting, words: str) -> str:
    return next(line for line in lines(sitting) if words in line)


def keys_line(sitting: Sitting) -> str:
    return lines(sitting)[-1]


async def in_meeting(sitting: Sitting) -> None:
    await sitting.until(lambda: isinstance(sitting.app.screen, MeetingScreen) and sitting.app.screen.is_mounted)
    await sitting.settled()


async def in_library(sitting: Sitting) -> LibraryScreen:
    await sitting.until(lambda: isinstance(sitting.app.screen, LibraryScreen) and sitting.app.screen.is_mounted)
    screen = screen_of(sitting)
    await sitting.until(lambda: screen.review_index.complete)
    await sitting.settled()
    return screen


# --- what it shows ---


async def test_one_line_a_review_the_newest_incident_first(run_app: OpenApp, three: dict[str, Session]) -> None:
    async with at_library(run_app) as sitting:
        found = [line_of(sitting, day) for day in ("18-11-2026", "02-11-2026", "30-09-2026")]
        assert [lines(sitting).index(line) for line in found] == sorted(lines(sitting).index(line) for line in found)
        assert "4 reviews" in lines(sitting)[0]
        payments, prices, charges = found
        assert "Checkout" in payments and "Card payments refused [" in payments and "SEV2" in payments
        assert "draft" in payments and "▰" in payments and "▱" in payments and payments.split("▱")[-1].split()[0] == "2"
        assert "in review" in prices
        assert "final" in charges and "▱" not in charges.split("│")[0] and "1!" in charges
        assert "1 action overdue · 3 open" in lines(sitting)[0]


async def test_what_is_no_file_is_listed_and_holds_up_nothing(
    run_app: OpenApp, three: dict[str, Session], library: Library
) -> None:
    os.mkfifo(library.folder / "2027-01-01-pipe-000000.json")
    async with at_library(run_app) as sitting:
        assert "5 reviews" in lines(sitting)[0]
        await sitting.press("end")
        await sitting.press("up")
        assert line_of(sitting, "2027-01-01-pipe")
        await sitting.press("enter")
        assert isinstance(sitting.app.screen, LibraryScreen)


async def test_a_disk_that_hangs_does_not_hold_up_the_screen(
    run_app: OpenApp, three: dict[str, Session], library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = threading.Event()
    for name in ("names", "entries"):
        real = getattr(Library, name)

        def hang(self: Library, *args: Any, real: Any = real, **more: Any) -> Any:
            assert free.wait(60)
            return real(self, *args, **more)

        monkeypatch.setattr(Library, name, hang)
    async with run_app() as sitting:
        await sitting.until(lambda: isinstance(sitting.app.screen, LibraryScreen))
        await sitting.press("question_mark")
        await sitting.until(lambda: not isinstance(sitting.app.screen, LibraryScreen))
        await sitting.press("escape")
        free.set()
        screen = await in_library(sitting)
        assert len(screen.review_index.entries) == 4


async def test_beside_it_stands_what_matters_of_the_selected_one(run_app: OpenApp, three: dict[str, Session]) -> None:
    async with at_library(run_app) as sitting:
        await sitting.until(lambda: "Seen before" in sitting.screen_text())
        text = sitting.screen_text()
        for words in ("INC-204 · SEV2", "◆ Renewal is by hand", "○ Alert 30 days ahead", "OPS-99"):
            assert words in text
        await sitting.press("down", "down")
        await sitting.until(lambda: "overdue since 19-11-2026" in sitting.screen_text())
        assert "Renewal is by hand" not in sitting.screen_text()


async def test_a_file_that_cannot_be_read_is_shown_with_its_reason_and_left_alone(
    run_app: OpenApp, library: Library, three: dict[str, Session]
) -> None:
    async with at_library(run_app) as sitting:
        assert "cannot be read" in line_of(sitting, "notes.json")
        await sitting.press("end", "enter")
        assert isinstance(sitting.app.screen, LibraryScreen)
        assert "notes.json cannot be read" in keys_line(sitting)
    assert (library.folder / "notes.json").read_text() == "{ not json"


@pytest.mark.parametrize("size", [(80, 24), (50, 15)])
async def test_without_room_the_list_is_all_there_is(
    run_app: OpenApp, three: dict[str, Session], size: tuple[int, int]
) -> None:
    async with at_library(run_app, size) as sitting:
        assert "Renewal is by hand" not in sitting.screen_text()
        payments = line_of(sitting, "18-11-2026")
        assert "Card p" in payments and "draft" in payments
        assert ("Checkout" in payments) == (size[0] >= 60), "the headline comes first where it is narrow"
        assert "enter open" in keys_line(sitting) and "? keys" in keys_line(sitting)


async def test_an_empty_library_says_how_to_begin(run_app: OpenApp) -> None:
    async with run_app() as sitting:
        await in_library(sitting)
        await sitting.until(lambda: "No reviews yet" in sitting.screen_text())
        assert "n   begin one here" in sitting.screen_text()
        assert "reviews yet" not in sitting.screen_text().splitlines()[0], "it is said once"
        assert 'pmtui log "' in sitting.screen_text()
        assert "enter open" not in keys_line(sitting)


async def test_the_names_are_there_before_any_file_is_read(
    run_app: OpenApp, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"2026-11-{18 - n % 18:02}-checkout-{n:06x}.json" for n in range(10_000)]
    gate = threading.Event()
    monkeypatch.setattr(library, "names", lambda: names)

    def entries(*, quick: bool = False) -> list[Entry]:
        gate.wait(10)
        return []

    monkeypatch.setattr(library, "entries", entries)
    async with run_app() as sitting:
        try:
            assert "10,000 reviews" in lines(sitting)[0]
            assert "checkout" in line_of(sitting, "18-11-2026")
            rows = cast(Lazy, screen_of(sitting).reviews.list.rows)
            await sitting.press("end")
            assert len(rows.made) < 200, "a row is made when it comes into view"
        finally:
            gate.set()


async def test_another_programs_change_is_seen_when_the_terminal_gets_the_focus(
    run_app: OpenApp, library: Library, three: dict[str, Session], make_session: Make
) -> None:
    async with at_library(run_app) as sitting:
        sitting.app.app_focus = False
        library.add(make_session(key_details=KeyDetails(product="Mail", headline="Mails sent twice")))
        sitting.app.app_focus = True
        await sitting.until(lambda: "Mails sent twice" in sitting.screen_text())


# --- the filter ---


async def test_the_list_is_filtered_as_one_types_and_escape_keeps_then_clears_it(
    run_app: OpenApp, three: dict[str, Session]
) -> None:
    async with at_library(run_app) as sitting:
        await sitting.press("slash", *"nin")
        assert "Prices nine hours late" in sitting.screen_text()
        assert "1 of 4 reviews" in lines(sitting)[0]
        await sitting.press("escape")
        assert "1 of 4 reviews" in lines(sitting)[0]
        assert sitting.app.focused is screen_of(sitting).reviews.list
        await sitting.press("escape")
        assert "· 4 reviews" in lines(sitting)[0]


async def test_words_may_be_of_any_column_and_enter_opens_what_is_chosen(
    run_app: OpenApp, three: dict[str, Session]
) -> None:
    async with at_library(run_app) as sitting:
        await sitting.press("slash", *"che", "down", "enter")
        await in_meeting(sitting)
        assert sitting.session.id == three["charges"].id


async def test_a_click_chooses_and_a_double_click_opens(run_app: OpenApp, three: dict[str, Session]) -> None:
    async with at_library(run_app) as sitting:
        screen = screen_of(sitting)
        await sitting.pilot.click(screen.reviews.list, offset=(20, 2))
        assert screen.entry is not None and screen.entry.id == three["prices"].id
        assert isinstance(sitting.app.screen, LibraryScreen)
        await sitting.pilot.click(screen.reviews.list, offset=(20, 4), times=2)
        await in_meeting(sitting)
        assert sitting.session.id == three["charges"].id


async def test_nothing_matches_is_said(run_app: OpenApp, three: dict[str, Session]) -> None:
    async with at_library(run_app) as sitting:
        await sitting.press("slash", *"zq")
        assert "Nothing matches “zq”" in sitting.screen_text()
    assert "\x1b" not in library_words.where("/srv/re\x1b]0;evil", 1, 1, narrow=False).plain
    reading = library_words.nothing_matches("zq", date(2026, 11, 20), reading=True).plain
    assert reading.startswith("Nothing yet matches “zq”: reviews are still being read.")
    assert "\nafter:june is no date: write" in library_words.nothing_matches("after:june", date(2026, 11, 20)).plain


async def test_a_passage_far_down_is_found_shown_and_opened_at_its_place(
    run_app: OpenApp, library: Library, make_session: Make
) -> None:
    noted = tuple(Event(id=f"e{n}", text=f"Event {n}") for n in range(40))
    fenced = replace(noted[30], text="The leader was fenced off by hand")
    told = make_session(
        key_details=KeyDetails(product="Broker", headline="Messages late", tags=("queues",)),
        timeline=(*noted[:30], fenced, *noted[31:]),
    )
    for session in (told, make_session(key_details=KeyDetails(product="Search", headline="Slow"))):
        library.add(session)
    async with at_library(run_app) as sitting:
        await sitting.press("slash", *"tag:queues fence")
        await sitting.until(lambda: "1 of 2 reviews" in lines(sitting)[0] and "fenced off" in sitting.screen_text())
        assert line_of(sitting, "timeline: The leader was fenced off by hand")
        assert line_of(sitting, "Found in timeline"), "beside the list, too"
        await sitting.press("enter")
        await in_meeting(sitting)
        await sitting.until(lambda: sitting.meeting.name_now == "timeline")
        await sitting.settled()
        assert sitting.meeting.view.lists[0].list.row_id == "e30"


async def test_a_paste_that_no_field_asked_for_is_looked_for(run_app: OpenApp, three: dict[str, Session]) -> None:
    async with at_library(run_app) as sitting:
        await screen_of(sitting).take_paste("nine\nhours")
        await sitting.until(lambda: "1 of 4 reviews" in lines(sitting)[0])


# --- to the meeting and back ---


async def test_back_from_the_meeting_the_list_is_fresh(run_app: OpenApp, three: dict[str, Session]) -> None:
    async with at_library(run_app) as sitting:
        await sitting.press("down", "enter")
        await in_meeting(sitting)
        sitting.meeting.editing.do(
            lambda s: replace(s, key_details=replace(s.key_details, headline="Prices of yesterday")), "x", ("summary",)
        )
        await sitting.press("ctrl+l")
        screen = await in_library(sitting)
        await sitting.until(lambda: "Prices of yesterday" in sitting.screen_text())
        assert screen.entry is not None and screen.entry.id == three["prices"].id
        assert sitting.app.editing is None


async def test_a_meeting_opened_directly_has_a_library_to_go_back_to(
    run_app: OpenApp, three: dict[str, Session]
) -> None:
    async with run_app(three["charges"].id) as sitting:
        await in_meeting(sitting)
        await sitting.press("ctrl+l")
        screen = await in_library(sitting)
        await sitting.until(lambda: screen.entry is not None and screen.entry.id == three["charges"].id)
        await sitting.press("enter")
        await in_meeting(sitting)
        assert sitting.session.id == three["charges"].id


# --- new ones ---


async def test_a_new_review_needs_a_few_words_and_enter(run_app: OpenApp, library: Library) -> None:
    async with run_app() as sitting:
        await in_library(sitting)
        await sitting.press("n", *"Mail", "tab", *"Sent n", "enter")
        await in_meeting(sitting)
        details = sitting.session.key_details
        assert (details.product, details.headline, details.incident_date) == ("Mail", "Sent n", date(2026, 11, 20))
    assert [entry.product for entry in library.entries()] == ["Mail"]


async def test_a_day_typed_over_the_offered_one_takes_its_place(run_app: OpenApp, library: Library) -> None:
    async with run_app() as sitting:
        await in_library(sitting)
        await sitting.press("n", *"Mail", "tab", *"Sent n", "tab", *"2 July 2019", "enter")
        await in_meeting(sitting)
        assert sitting.session.key_details.incident_date == date(2019, 7, 2)


async def test_a_date_that_is_none_is_said_and_escape_keeps_the_words(run_app: OpenApp, library: Library) -> None:
    async with run_app() as sitting:
        await in_library(sitting)
        await sitting.press("f2", *"Mail", "tab", "tab", *"x", "enter")
        assert "not a date" in sitting.screen_text()
        await sitting.press("escape", "n")
        assert isinstance(sitting.app.screen, NewReviewScreen)
        assert "Mail" in line_of(sitting, "Product")
    assert library.entries() == []


async def test_a_review_as_template_brings_people_and_resources_and_nothing_of_the_incident(
    run_app: OpenApp, library: Library, make_session: Make
) -> None:
    old = make_session(
        key_details=KeyDetails(product="Checkout", headline="Old", team="Payments", tags=("cards",), severity="SEV2"),
        resources=(Resource(id="r1", text="App logs", secured=True),),
        **{"root_cause.whys": (Why(id="w1", text="x"),)},
    )
    library.add(old)
    async with at_library(run_app) as sitting:
        await sitting.press("Y", *"New", "enter")
        await in_meeting(sitting)
        new = sitting.session
        assert (new.key_details.product, new.key_details.headline) == ("Checkout", "New")
        assert (new.key_details.team, new.key_details.tags, new.key_details.severity) == (
            "Payments",
            ("cards",),
            "SEV2",
        )
        assert [(r.text, r.secured) for r in new.resources] == [("App logs", False)]
        assert new.id != old.id and new.resources[0].id != "r1" and new.root_cause.whys == ()


def test_what_the_new_one_says_already_stands(make_session: Make) -> None:
    old = make_session(key_details=KeyDetails(product="Checkout", team="Payments", reference="INC-1"))
    new = from_template(old, make_session(key_details=KeyDetails(product="Search")), uuid7)
    assert (new.key_details.product, new.key_details.team, new.key_details.reference) == ("Search", "Payments", "")


# --- files ---


async def test_delete_throws_away_and_undo_puts_back(
    run_app: OpenApp, library: Library, three: dict[str, Session]
) -> None:
    async with at_library(run_app) as sitting:
        before = sorted(library.names())
        await sitting.press("backspace")
        assert sorted(library.names()) == before
        await sitting.press("delete")
        await sitting.until(lambda: "3 reviews" in lines(sitting)[0])
        assert "trash folder" in keys_line(sitting) and "puts it back" in keys_line(sitting)
        assert len(library.trashed()) == 1
        await sitting.press("ctrl+z")
        await sitting.until(lambda: "4 reviews" in lines(sitting)[0])
        assert sorted(library.names()) == before
        entry = screen_of(sitting).entry
        assert entry is not None and entry.id == three["payments"].id


async def test_rename_gives_the_name_that_the_details_suggest(
    run_app: OpenApp, library: Library, make_session: Make
) -> None:
    path = library.add(make_session(key_details=KeyDetails(product="Mail", incident_date=date(2026, 11, 1)))).path
    odd = path.rename(path.with_name("odd.json"))
    async with at_library(run_app) as sitting:
        await sitting.press("R")
        await sitting.until(lambda: path.name in keys_line(sitting))
        await sitting.until(lambda: (entry := screen_of(sitting).entry) is not None and entry.file == path.name)
    assert path.exists() and not odd.exists()


async def test_the_report_is_copied_from_the_list(
    run_app: OpenApp, three: dict[str, Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []

    def copy(text: str, **_: object) -> clipboard.Copied:
        copied.append(text)
        return clipboard.Copied("copied to the clipboard", sure=True)

    monkeypatch.setattr(clipboard, "copy", copy)
    async with at_library(run_app) as sitting:
        await sitting.press("c")
        await sitting.until(lambda: "copied to the clipboard" in keys_line(sitting))
    assert copied[0].startswith("# Learning review: Checkout (18-11-2026)")


async def test_what_the_machine_refuses_is_said_in_a_line(
    run_app: OpenApp, library: Library, three: dict[str, Session]
) -> None:
    async with at_library(run_app) as sitting:
        Path(library.folder / screen_of(sitting).reviews.list.rows[0].id).unlink()
        await sitting.press("enter")
        assert isinstance(sitting.app.screen, LibraryScreen)
        await sitting.until(lambda: "no such session" in keys_line(sitting))
        await sitting.until(lambda: "3 reviews" in lines(sitting)[0])


# --- rows ---


def test_an_action_is_overdue_from_the_day_after(make_session: Make) -> None:
    session = make_session(actions=(action("a", date(2026, 11, 19)), action("b", date(2026, 11, 20)), action("c")))
    found = preview(session, date(2026, 11, 20))
    assert found.overdue == {"id-a"}
    assert len(found.open_actions) == 3


def test_what_was_detected_as_it_began_was_detected_at_once(make_session: Make) -> None:
    began = {"started_at": "2026-11-18T14:02:00Z", "detected_at": "2026-11-18T14:02:00Z"}
    session = make_session(key_details=KeyDetails(resolved_at="2026-11-18T14:09:00Z", **began))
    assert preview(session, date(2026, 11, 20)).lengths == (("detected", "at once"), ("resolved", "7 min"))


_words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=60)


@example(product="000000000000", headline="", severity="0000゛00", width=60, known=False)
@given(product=_words, headline=_words, severity=_words, width=st.integers(45, 130), known=st.booleans())
@settings(deadline=None, max_examples=60)
def test_whatever_stands_in_it_a_review_takes_one_line(
    product: str, headline: str, severity: str, width: int, known: bool
) -> None:
    entry = Entry("a.json", "id", "draft", product, headline, severity=severity, incident_date=date(2026, 1, 2))
    cols = review_rows.columns(width, [entry])
    about = preview(Session(format="pmtui-session", version=2), date(2026, 1, 2)) if known else None
    drawn = lay_out(review_rows.line(entry, about, cols, width), width)
    assert len(drawn) == 1
    assert sum(cell_len(span.text) for span in drawn[0]) <= width
