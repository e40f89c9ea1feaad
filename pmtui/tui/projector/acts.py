"""The commands of present mode. Most are carried out by the meeting below; then the slide is drawn again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from pmtui.app.editing_session import Place
from pmtui.session.paths import path_to_why
from pmtui.tui.input.acts import Act
from pmtui.tui.projector.presented_meeting import PresentedMeeting
from pmtui.tui.projector.screen import PresentScreen


def present(meeting: PresentedMeeting, left: Callable[[], None]) -> None:
    """Open present mode over a meeting; `left` is called when it is closed."""
    meeting.app.push_screen(PresentScreen(meeting, ACTS), lambda _: left())


async def _hand_on(command_id: str, projector: PresentScreen) -> None:
    await projector.meeting.do_act(command_id)
    projector.show()


async def _turn_step(by: int, projector: PresentScreen) -> None:
    meeting = projector.meeting
    names = [step.name for step in meeting.steps]
    at = min(max(names.index(meeting.name_now) + by, 0), len(names) - 1)
    if names[at] != meeting.name_now:
        await projector.go_to(Place(names[at]))


def pick_place(projector: PresentScreen) -> None:
    """Open the window to choose a step or a field by letters of its name."""
    from pmtui.tui.steps import go_to  # rarely used

    async def went(place: Place | None) -> None:
        if place is not None:
            await projector.go_to(place)

    go_to.pick_place(projector.app, projector.meeting.steps, projector.meeting.editing, went)


async def undo(projector: PresentScreen) -> None:
    """Undo the last edit; if that was an answer, put the cursor back on the answer above it."""
    view, meeting = projector.view, projector.meeting
    above = path_to_why(meeting.editing.session.root_cause.whys, (view and view.item_id) or "")
    await meeting.do_act("undo")
    if view is not None and view is projector.view and above and view.item(above[-1].id) is None:
        view.go_to(next((why.id for why in reversed(above) if view.item(why.id) is not None), "problem"))
    projector.show()


def _why_not(command_id: str, projector: PresentScreen) -> str:
    return projector.meeting.why_not(command_id)


_HANDED_ON: Final = (
    "question.next", "prompts.toggle", "timer.toggle", "timer.extend", "report.copy", "report.save", "status.next",
    "redo",
)  # fmt: skip

ACTS: Final[tuple[Act[PresentScreen], ...]] = (
    *(Act(name, partial(_hand_on, name), why_not=partial(_why_not, name)) for name in _HANDED_ON),
    Act("item.add", PresentScreen.begin_adding),
    Act("undo", undo, why_not=partial(_why_not, "undo")),
    Act("step.next", partial(_turn_step, 1), why_not=partial(_why_not, "step.next")),
    Act("step.previous", partial(_turn_step, -1), why_not=partial(_why_not, "step.previous")),
    Act("step.goto", pick_place),
    Act("event.add", lambda projector: projector.quick.open("event")),
    Act("park.add", lambda projector: projector.quick.open("topic")),
    Act("present.toggle", PresentScreen.leave),
)
