"""The top line (review, saved, time), the folded guide, and the line of keys at the bottom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from pmtui import signs
from pmtui.app.wrap import drawable, shortened_hint, wrap
from pmtui.meeting import commands
from pmtui.session.text import cut
from pmtui.tui.input.keymap import spoken
from pmtui.tui.widgets.textual_workarounds import drawn_line

if TYPE_CHECKING:
    from pmtui.app.saving import SaveState


class TopLine(Widget):
    """The line at the top: product and headline at the left; saved and the clock at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._left = Content("")
        self._right = Content("")

    def show(self, left: Content, right: Content) -> None:
        """Draw the line if its content changed."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    def render(self) -> Content:
        """Return both texts; only the left one is cut."""
        room = self.size.width - self._right.cell_length - 2
        left = self._left.truncate(max(room, 0), ellipsis=True)
        return Content.assemble(
            left, " " * max(self.size.width - left.cell_length - self._right.cell_length, 1), self._right
        )

    def render_line(self, y: int) -> Strip:
        """Draw the line; if it is too narrow, as Textual does."""
        line = self.render()
        if y or self.text_selection or line.cell_length > self.size.width:
            return super().render_line(y)
        return drawn_line(self, line, y)


class FoldedLine(Widget):
    """The guide as one or two lines, for a screen without room for its column; they are cut at a word."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.lines: list[str] = []
        self._drawn: tuple[object, list[str]] = None, []
        """What the lines were drawn from, and the lines."""

    @property
    def text(self) -> str:
        """The first line."""
        return self.lines[0] if self.lines else ""

    def show(self, lines: list[str]) -> None:
        """Draw the lines if they changed."""
        if lines != self.lines:
            self.lines = lines
            self.refresh()

    def render(self) -> Content:
        """Return all lines."""
        return Content("\n".join(self._fitting()))

    def _fitting(self) -> list[str]:
        """Return the sentences of each line that fit, else the words; a single text may take both lines."""
        width, height = self.size
        made_of = self.lines, width, height
        if made_of != self._drawn[0]:
            if height > 1 and len(self.lines) == 1:
                lines = wrap(self.text, width)[:height]
            else:
                lines = [shortened_hint(line, width) for line in self.lines[:height]]
            self._drawn = made_of, lines
        return self._drawn[1]

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        if self.text_selection:
            return super().render_line(y)
        lines = self._fitting()
        if y >= len(lines):
            return Strip.blank(self.size.width, self.visual_style.rich_style)
        return drawn_line(self, Content(lines[y]), y)


def saved_words(state: SaveState, *, narrow: bool, room: int = 0) -> Content:
    """Return whether the review is saved, as text.

    Args:
        state: what is saved.
        narrow: whether the window is narrow.
        room: the columns for values that could not be read or added; as much as fits is said.
    """
    if state.trouble:
        why = _without_path(state.trouble)
        words = cut(why.partition(": ")[0], 28) if narrow else f"{cut(why, 60)}, trying again"
        return Content.styled(f"{signs.CROSS} not saved: {words}", "bold $danger")
    if state.typing:
        return Content.styled("…" if narrow else "… typing", "$dim")
    if state.unread or state.lines:
        forms = list(_waiting(state))
        return next((form for form in forms if form.cell_length <= room), forms[-1])
    if state.saved:
        return Content.styled(signs.TICK if narrow else f"{signs.TICK} saved", "$well")
    return Content.styled("…" if narrow else "… saving", "$dim")


def _waiting(state: SaveState) -> Iterator[Content]:
    """Yield texts about values that could not be read or added, the longest first; all say that the rest is saved."""
    words, style = ("saved", "$well") if state.saved else ("saving", "$dim")
    sign = signs.TICK if state.saved else "…"
    values, lines = state.unread, state.lines
    long = (f"{values} value{'s' * (values != 1)} not understood", f"{lines} line{'s' * (lines != 1)} not added")
    short = (f"{values} not read", f"{lines} not added")
    for kept, waits in ((f"{sign} {words}", long), (f"{sign} {words}", short), (sign, short)):
        found = [each for each, number in zip(waits, (values, lines), strict=True) if number]
        yield Content.assemble((f"{kept} · ", style), (" · ".join(found), "$notice"))
    yield Content.assemble((f"{sign} · ", style), (f"{values + lines} open", "$notice"))


def _without_path(trouble: str) -> str:
    """Return a message without the path in it, for which there is no room."""
    where, _, what = trouble.partition(": ")
    if not what or not ("/" in where or where.endswith(".json")):
        return trouble
    return f"it {what}" if what.startswith(("is ", "may ", "cannot ")) else what


_Words = Content | tuple[tuple[str, str], ...]
"""The content of the line of keys: a message, or each key and its label."""


class KeysLine(Widget):
    """The keys that work now, for the focused widget."""

    def __init__(self) -> None:
        super().__init__()
        self._drawn: _Words = ()
        self._is_due = True
        """Whether it will be drawn anyway, as at first."""
        self._message: Content | None = None
        self._about: Widget | None = None
        """The field that the message is about; None: no field."""
        self._silence: Timer | None = None
        self._strips: dict[_Words, Strip] = {}
        """The strips that were drawn before, because the same keys come back with their step."""
        self._drawn_with: object = None

    def tell(self, text: str, *, wrong: bool = False, about: Widget | None = None) -> None:
        """Show a message instead of the keys for a while; one about a field goes when the field loses the focus."""
        if self._silence is not None:
            self._silence.stop()
        self.say(Content.styled(f" {drawable(text)}", "$danger" if wrong else "$well"))
        self._about = about
        self._silence = self.set_timer(6 if wrong else 4, lambda: self.say(None))

    def say(self, message: Content | None) -> None:
        """Show a message instead of the keys, until the next one; None removes it."""
        self._message, self._about = message, None
        self.refresh()

    def show(self) -> None:
        """Draw the line if its content changed."""
        if not self._is_due and self._words() != self._drawn:
            self.refresh()

    def draw(self) -> None:
        """Draw the line with the next drawing, without comparing its content before."""
        self._is_due = True
        self.refresh()

    def render(self) -> Content:
        """Return the content of the line."""
        words = self._put()
        if isinstance(words, Content):
            return words
        return Content("   ").join(Content.assemble((key, "bold"), " ", (label, "$dim")) for key, label in words)

    def render_line(self, y: int) -> Strip:
        """Draw the line from its parts; one text with a style for each part would take five times as long."""
        words = self._put()
        if y or isinstance(words, Content) or self.text_selection or sum(map(_size, words)) > self.size.width + 3:
            return super().render_line(y)
        drawn_with = self.visual_style, self.app.theme
        if drawn_with != self._drawn_with or len(self._strips) > 100:
            self._drawn_with = drawn_with
            self._strips.clear()
        if (strip := self._strips.get(words)) is None:
            strip = self._strips[words] = self._strip(words, y)
        return strip

    def _strip(self, words: Iterable[tuple[str, str]], y: int) -> Strip:
        ground, parse = self.visual_style, self.app.stylesheet.parse_style
        plain, bold, dim = (each.rich_style for each in (ground, ground + parse("bold"), ground + parse("$dim")))
        segments: list[Segment] = []
        for key, label in words:
            segments += Segment(key, bold), Segment(" ", plain), Segment(label, dim), Segment("   ", plain)
        return Strip(segments[:-1]).apply_offsets(0, y)

    def _put(self) -> _Words:
        """Note the content that is drawn, and return it."""
        self._is_due = False
        self._drawn = self._words()
        return self._drawn

    def _words(self) -> _Words:
        """Return the message, or as many keys as fit, the most useful first."""
        if self._about is not None and self._about is not self.screen.focused:
            self._message = self._about = None
        if (note := self._note()) is not None:
            return note
        if self._message is not None:
            return self._message.truncate(self.size.width, ellipsis=True)
        offers = list(self._offers())
        # The last ones (leave the field, help) are always shown, the others as long as there is room.
        last = [offer for offer in offers if offer[0] in ("esc", "f1", "?")]
        room = self.size.width + 3 - sum(map(_size, last))
        shown = []
        for offer in offers:
            if offer not in last and _size(offer) <= room:
                shown.append(offer)
                room -= _size(offer)
        return (*shown, *last)

    def _note(self) -> Content | None:
        """Return a note of the app, which is shown instead of everything else."""
        notes = getattr(self.app, "notes", None)
        line: tuple[str, str] | None = notes.line(self.size.width - 1) if notes is not None else None
        if line is None:
            return None
        return Content.styled(f" {line[0]}", line[1]).truncate(self.size.width, ellipsis=True)

    def _offers(self) -> Iterable[tuple[str, str]]:
        """Yield the key and the label of each command that works now."""
        focused = self.screen.focused
        typing = focused is not None and focused.check_consume_key("a", "a")
        active = self.screen.active_bindings
        own = getattr(self.screen, "more_keys", None) or getattr(getattr(focused, "parent", None), "more_keys", None)
        if own is not None:
            # A window has its few keys, and Escape.
            yield from own()
            return
        adding = typing and focused is not None and focused.has_class("add")
        # Keys that the hint below an add line names are left out.
        told = signs.UP_DOWN in getattr(getattr(focused, "parent", None), "hint", "") and not self.screen.has_class(
            "-low"
        )
        if adding:
            yield "enter", "add"
            if not told:
                yield signs.UP_DOWN, "choose"
        yield from getattr(focused, "field_keys", tuple)()
        by_id: dict[str, list[str]] = {}
        for key, found in active.items():
            if found.enabled and found.binding.id and found.binding.show and not (typing and len(key_text(key)) == 1):
                by_id.setdefault(found.binding.id, []).append(key)
        for command_id in sorted(by_id, key=lambda name: _FOOTER.get(name, 99)):
            label = getattr(self.screen, "label_of", lambda _: None)(command_id)
            if label is None:
                label = commands.by_id(command_id).label
            if not label:
                continue
            keys = by_id[command_id]
            yield spoken(min(keys, key=lambda key: (len(key_text(key)) != 1, len(key)))), label
        if adding and told:
            yield signs.UP_DOWN, "choose"
        if typing:
            yield "esc", "commands"


def _size(offer: tuple[str, str]) -> int:
    """Return the cells of a key and its label, with the space to the next one."""
    return cell_len(offer[0]) + cell_len(offer[1]) + 4


def key_text(key: str) -> str:
    """Return the character of a key, or its name."""
    text = spoken(key)
    return text if text not in (signs.UP, signs.DOWN) else key


_PLACES = (
    "opening",
    "five whys",
    "timeline",
    "lessons",
    "actions",
    "evidence",
    "close",
    "list",
    "board",
    "trends",
    "health",
    "names",
    "library",
    "meeting",
    "anywhere",
    "field",
)
_FOOTER = {
    command.id: n for n, command in enumerate(sorted(commands.COMMANDS, key=lambda each: _PLACES.index(each.where)))
}
"""The position of each command in the line."""
