"""Go to a place where a value is missing or was not understood."""

from __future__ import annotations

from pmtui.app.editing_session import Place
from pmtui.library.drafts import QUICK_LINE
from pmtui.tui.meeting.step_views import ShowsSteps
from pmtui.tui.widgets.quick_add import QuickAdd


async def go_to_gap(meeting: ShowsSteps, quick: QuickAdd, place: Place) -> None:
    """Go to the step, item and field of a gap, or open the line whose text was not added.

    The window of an item opens over its step. From the close it opens over the close, so that the user comes back to
    the next gap.

    Args:
        meeting: the screen of the meeting.
        quick: the line for events and parked topics.
        place: the place of the gap.
    """
    from pmtui.tui.steps.item_window import open_item_window, open_window_of  # rarely used

    if place.field == QUICK_LINE:
        quick.open(quick.kind)
        return
    if meeting.name_now == "close" and place.item_id and open_window_of(meeting.app, meeting.editing, place):
        return
    await meeting.open_step(place.step, place)
    for items in meeting.views[meeting.name_now].lists:
        if place.item_id and items.item(place.item_id) and any(place.field == f.path for f in items.part.fields):
            items.go_to(place.item_id)
            open_item_window(items, place.item_id, place.field)
            break
