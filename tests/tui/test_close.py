"""The close shows what is missing and leads there, and shows the report as it would be sent now."""

from __future__ import annotations

from datetime import date

from pmtui.session.document import Action, Event, Evidence, Parked, Why
from pmtui.tui.steps.close import CloseView

READY = {
    "key_details.product": "Checkout",
    "timeline": (Event(id="e1", at="2026-11-18T14:02:00Z", text="Jo mistakenly restarts the gateway", kind="action"),),
    "actions": (Action(id="a1", text="Alert 30 days before expiry", due=date(2026, 12, 1), ticket="OPS-1"),),
}


def close(sitting) -> CloseView:
    view = sitting.meeting.view
    assert isinstance(view, CloseView)
    return view


def row_about(sitting, words: str) -> str:
    return next(row.id for row in close(sitting).missing.rows if words in row.text)


async def test_what_is_missing_stands_under_its_step_and_enter_goes_to_its_place(open_app, make_session):
    async with open_app(make_session(**READY), step="close") as sitting:
        view = close(sitting)
        texts = [row.text for row in view.missing.rows]
        assert texts.index("Opening") < texts.index("Who took part is not said") < texts.index("Key details")
        assert view.missing.has_focus
        assert view.missing.row_id != ""  # never on a heading
        view.missing.go_to(row_about(sitting, "has no owner"))
        await sitting.press("enter", *"Mo", "escape")
        assert sitting.session.actions[0].owner == "Mo"
        assert view.missing.has_focus, "whoever leaves the window stands at what is missing next"
        assert "no owner" not in sitting.screen_text()
        assert view.missing.max_scroll_y > 0
        assert view.missing.region.bottom <= view.missing.parent.region.bottom, "its last lines are cut off"
        view.missing.go_to(row_about(sitting, "mistakenly"))
        view.missing.scroll_home(animate=False, immediate=True)
        await sitting.press("tab", "tab")
        assert view.missing.scroll_y > 0, "the row that is chosen is in view again"


async def test_a_missing_field_gets_the_focus(open_app, make_session):
    async with open_app(make_session(**READY), step="close") as sitting:
        close(sitting).missing.go_to(row_about(sitting, "There is no headline"))
        await sitting.press("enter")
        await sitting.until(lambda: sitting.meeting.name_now == "key_details")
        await sitting.press(*"Down")
        sitting.meeting.keep_typed()
        assert sitting.session.key_details.headline == "Down"


async def test_wording_that_blames_is_listed_after_what_is_missing(open_app, make_session):
    async with open_app(make_session(**READY), step="close") as sitting:
        texts = [row.text for row in close(sitting).missing.rows]
        at = next(n for n, text in enumerate(texts) if "mistakenly" in text and "judges" in text)
        assert texts.index("Wording") < at
        assert texts.index("Wording") > texts.index("Actions")


async def test_the_report_is_drawn_as_it_is_read_follows_an_edit_and_shows_its_markdown_on_a_key(
    open_app, make_session
):
    log = Evidence(id="f", caption="Log", kind="log", body="# not a heading")
    session = make_session(**READY, **{"evidence": (log,), "key_details.headline": "[red]see[/] [/nothing] this"})
    async with open_app(session, step="close") as sitting:
        view = close(sitting)
        await sitting.until(lambda: view.preview.text.startswith("Learning review: Checkout\n"))
        assert "[red]see[/] [/nothing] this" in sitting.screen_text()
        await sitting.press("f6", *"14:09 page", "enter", "escape")
        await sitting.until(lambda: "page" in view.preview.text)
        view.preview.focus()
        await sitting.press("end")
        await sitting.until(lambda: " # not a heading" in sitting.screen_text())
        await sitting.press("m", "home")
        await sitting.until(lambda: r"\[red\]see\[/\] \[/nothing\] this" in sitting.screen_text())


async def test_where_it_is_low_one_part_is_seen_and_tab_turns(open_app, make_session):
    async with open_app(make_session(**READY), size=(60, 16), step="close") as sitting:
        view = close(sitting)
        await sitting.until(lambda: "Still missing" in sitting.screen_text())
        assert "Learning review: Checkout" not in sitting.screen_text()
        await sitting.press("tab")
        await sitting.until(lambda: "Learning review: Checkout" in sitting.screen_text())
        assert view.preview.has_focus
        lines = view.preview.text.split("\n")
        seen = []
        for key in ("right", "right", "left", "left"):
            await sitting.press(key)
            seen.append(lines[view.preview.scroll_target_y])
        assert seen == ["Key details", "Root cause", "Key details", "Learning review: Checkout"]
        await sitting.press("tab")
        await sitting.until(lambda: "Still missing" in sitting.screen_text())


async def test_where_it_is_wide_both_stand_side_by_side(open_app, make_session):
    async with open_app(make_session(**READY), size=(190, 40), step="close") as sitting:
        await sitting.until(lambda: close(sitting).preview.region.x > close(sitting).missing.region.right)


async def test_the_status_is_seen_and_changed_here(open_app, make_session):
    async with open_app(make_session(**READY), step="close") as sitting:
        assert "● draft" in sitting.screen_text()
        await sitting.press("ctrl+r")
        await sitting.until(lambda: "● in review" in sitting.screen_text())
        await sitting.press("ctrl+r")
        await sitting.until(lambda: "● final" in sitting.screen_text())


async def test_a_paste_is_parked_for_there_is_no_list_here(open_app, make_session):
    async with open_app(make_session(**READY), step="close") as sitting:
        await sitting.meeting.take_paste("first\nsecond\n")
        await sitting.until(lambda: len(sitting.session.parking_lot) == 2)
        assert [parked.text for parked in sitting.session.parking_lot] == ["first", "second"]


async def test_five_thousand_events_do_not_hold_it_up(open_app, make_session):
    events = tuple(Event(id=f"e{n}", text=f"Event number {n} of the day", source="chat") for n in range(5000))
    async with open_app(make_session(timeline=events), step="close") as sitting:
        await sitting.until(lambda: len(close(sitting).preview.blocks) > 5000)
        await sitting.press("tab", "end")
        await sitting.until(lambda: "Event number 4999" in sitting.screen_text())


async def test_gaps_of_one_kind_are_one_line_which_leads_to_the_first_and_counts_down(open_app, make_session):
    events = tuple(Event(id=f"e{n}", at=f"2026-11-18T14:0{n}:00Z", text=f"Event {n}") for n in range(4))
    async with open_app(make_session(timeline=events), step="close") as sitting:
        missing = close(sitting).missing
        (line,) = (row.text for row in missing.rows if "source" in row.text)
        assert line == "4 events have no source"
        missing.go_to(row_about(sitting, "have no source"))
        await sitting.press("enter")
        await sitting.until(lambda: sitting.app.focused is not None and "Source" in sitting.screen_text())
        await sitting.press(*"chat", "escape")
        await sitting.until(lambda: sitting.session.timeline[0].source == "chat")
        assert "3 events have no source" in [row.text for row in missing.rows]


async def test_two_of_a_kind_are_said_by_their_names(open_app, make_session):
    events = tuple(Event(id=f"e{n}", at=f"2026-11-18T14:0{n}:00Z", text=f"Event {n}") for n in range(2))
    async with open_app(make_session(timeline=events), step="close") as sitting:
        lines = [row.text for row in close(sitting).missing.rows if "source" in row.text]
        assert lines == ["“Event 0” has no source", "“Event 1” has no source"]


async def test_what_matters_stands_first_and_sources_last(open_app, make_session):
    session = make_session(
        **READY,
        **{
            "root_cause.whys": (Why(id="w", text="Nothing warned before it ran out", verdict="root"),),
            "parking_lot": (Parked(id="q", text="Since when?", kind="question"),),
        },
    )
    async with open_app(session, step="close") as sitting:
        texts = [row.text for row in close(sitting).missing.rows]
        order = [
            "“Nothing warned before it ran out” is a root without an action",
            "“Alert 30 days before expiry” has no owner",
            "Since when?  who finds out?",
            "Who took part is not said",
            "“Jo mistakenly restarts the gateway” has no source",
            "Wording",
        ]
        assert sorted(order, key=texts.index) == order


async def test_what_an_attached_file_tells_is_listed_first(open_app, make_session):
    log = Evidence(id="f", caption="Log", path="app.log")
    async with open_app(make_session(**READY, evidence=(log,))) as sitting:
        sitting.meeting.editing.opened.attached_files.attach(b"started\nPGPASSWORD=hunter2secret psql\n", "app.log")
        await sitting.go("close")
        await sitting.until(lambda: "Password in attachment app.log, line 2: …" in sitting.screen_text())
        assert "hunter2" not in sitting.screen_text()
        first, second = close(sitting).missing.rows[:2]
        assert first.text == "Secrets and personal data" and second.text.startswith("Password in")
