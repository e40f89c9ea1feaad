"""The palette: find a command by letters of its description or by its key, and run it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from textual.app import App
from textual.screen import Screen

from pmtui.meeting.commands import Command, Where
from pmtui.tui.input.keymap import keys_of
from pmtui.tui.meeting.available_commands import AvailableCommand, available_commands
from pmtui.tui.widgets.picker import Picker, Source
from pmtui.tui.widgets.rows import Row, Span

_NEAREST: Final[tuple[Where, ...]] = (
    "opening", "timeline", "lessons", "five whys", "actions", "evidence", "close", "list", "board", "trends", "health",
    "names", "library", "meeting", "field", "anywhere",
)  # fmt: skip
"""The places whose commands come first; commands that are not possible now come last."""


class Palette(Picker):
    """A picker of commands; the result is the id of one."""


def open_palette(app: App[int], screen: Screen[object], table: Iterable[Command]) -> None:
    """Open the palette; the chosen command runs where its key would have run it."""
    reaches = sorted(
        available_commands(screen, table),
        key=lambda reach: (bool(reach.why_not), _NEAREST.index(reach.command.where)),
    )
    found = {reach.command.id: reach for reach in reaches}

    async def chosen(command_id: str | None) -> None:
        if command_id is not None:
            reach = found[command_id]
            if reach.why_not:
                say: Callable[[str], None] | None = getattr(app.screen, "say", None)
                if say is not None:
                    say(f"{reach.command.what}: {reach.why_not}")
                return
            await app.run_action(reach.action, reach.node)

    app.push_screen(Palette("What would you like to do?", source(list(found.values()))), chosen)


def source(reaches: Sequence[AvailableCommand]) -> Source:
    """Return the source of rows, which finds commands by words, id or keys; matches at the beginning come first."""
    rows = [
        (
            f"{reach.command.what} {reach.command.label} {reach.command.id} {keys_of(reach.command)}".casefold(),
            _row(reach),
        )
        for reach in reaches
    ]

    def match(query: str) -> list[Row]:
        words = query.casefold().split()
        found = [(text, row) for text, row in rows if all(word in text for word in words)]
        found.sort(key=lambda each: _rank(each[0], words))
        return [row for _, row in found]

    return match


def _rank(text: str, words: Sequence[str]) -> int:
    """Return 0 if words begin with the typed ones, a higher number if they only contain them."""
    known = text.split()
    return sum(not any(each.startswith(word) for each in known) for word in words)


def _row(reach: AvailableCommand) -> Row:
    command = reach.command
    beside = f"{reach.why_not}  {keys_of(command)}".strip()
    return Row(command.id, command.what, "dim" if reach.why_not else "", right=(Span(beside, "dim"),))
