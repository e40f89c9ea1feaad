"""Overrides of Textual's methods for speed. Each docstring says what the override saves.

The times are milliseconds of processor time on a slow two-core machine, medians with Textual 8.2.8 in a meeting of 82
widgets. After an update of Textual, look here first: `tests/tui/test_textual_workarounds.py` compares each override
with Textual.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Self

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.layout import DockArrangeResult
from textual.messages import Update
from textual.reactive import Reactive
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import TextArea
from textual.widgets.text_area import TextAreaTheme

from pmtui.tui.style_rules.app_stylesheet import AppStylesheet

_OF_THEME: Final = (
    "base_style", "gutter_style", "cursor_style", "cursor_line_style", "cursor_line_gutter_style",
    "bracket_matching_style", "selection_style",
)  # fmt: skip
"""The styles that the theme of a field takes from the style sheets."""

_MOST_ARRANGED: Final = 20
"""The number of arrangements that are cached for a container: more than it may show steps."""


class Ground(Widget):
    """A container that draws only its background: this saves 2 ms for each container with a new layout.

    Textual draws each of its lines; this class leaves that to Textual only for containers with a border. A container
    without a background draws nothing if its parent draws the same: this saves 1.5 ms for a step with six of them. No
    sibling may be under it, because it would be visible.
    """

    _line: tuple[object, Strip] = (), Strip([])
    """What the line depends on, and the line, which caches the parts that it was cut into."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the same line for each line of the region; none if the parent draws them."""
        if any(kind for kind, _ in self.styles.border):
            return super().render_lines(crop)
        if isinstance(self.parent, Ground) and not self.styles.background.a:
            return []
        background, filters = self.background_colors[1], self.get_line_filters()
        made_of, line = self._line
        if made_of != (crop.width, background, filters):
            line = Strip.blank(crop.width, Style(bgcolor=background.rich_color))
            for line_filter in filters:
                line = line.apply_filter(line_filter, background)
            self._line = (crop.width, background, filters), line
        return [line] * crop.height


Arrangements = tuple[tuple[object, DockArrangeResult], ...]
"""Places of the parts of a container, each after all values that it depends on; the newest first."""


def as_before(
    container: Arranged | StyledOnce, size: Size, optimal: bool, arrange: Callable[[Size, bool], DockArrangeResult]
) -> DockArrangeResult:
    """Return the places of the parts of a container, from `arrangements` if the parts had the same styles before.

    Args:
        container: the widget whose parts are placed.
        size: the size of its area, in cells.
        optimal: passed on to `arrange`.
        arrange: calculates the places; Textual's own.
    """
    parts = [part for part in container.children if part.display]
    if any(part.styles.auto_dimensions for part in parts):
        return arrange(size, optimal)
    rules = [node.styles.get_rules() for node in (container, *parts)]
    made_of = parts, size, optimal, container.screen.size, container.screen.maximized, rules
    arranged = next((arranged for known, arranged in container.arrangements if known == made_of), None)
    if arranged is None:
        arranged = arrange(size, optimal)
        container.arrangements = ((made_of, arranged), *container.arrangements)[:_MOST_ARRANGED]
    return arranged


class Arranged(Ground):
    """A container that calculates the places of its parts only if their styles changed: this saves 0.1 ms.

    Textual also does it if a widget anywhere inside a part is shown or hidden. Where a part has the size of its
    content, this class leaves the calculation to Textual.
    """

    arrangements: Arrangements = ()

    def arrange(self, size: Size, optimal: bool = False) -> DockArrangeResult:
        """Return the places of its parts in an area of that size."""
        return as_before(self, size, optimal, super().arrange)


class StyledField(TextArea):
    """A text area that caches its styles, and looks them up only when they may have changed.

    Textual looks up the styles of its component classes at each drawing.
    """

    _is_due = True
    _known_styles: tuple[tuple[object, ...], ...] = ()

    @property
    def drawn_with(self) -> tuple[object, ...]:
        """The styles of the field and its component classes; for each of the last four states the same object."""
        if self._is_due or self._known_styles[0][0] != self.visual_style:
            self._is_due = False
            parts = (self.get_component_styles(name).get_rules() for name in sorted(self.COMPONENT_CLASSES))
            found = self.visual_style, *parts
            found = next((known for known in self._known_styles if known == found), found)
            others = (known for known in self._known_styles if known is not found)
            self._known_styles = (found, *others)[:4]
        return self._known_styles[0]

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw the field; note that its styles may have changed."""
        self._is_due = True
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Note that the style sheets were applied."""
        super().notify_style_update()
        self._is_due = True


class FieldTheme(TextAreaTheme):
    """The theme of a field. It takes styles from the style sheets only when they have changed.

    Each field has its own copy (`dataclasses.replace`).
    """

    _taken: tuple[tuple[tuple[object, ...], dict[str, Style | None]], ...] = ()

    def apply_css(self, text_area: TextArea) -> None:
        """Take the styles of the field from the style sheets; for styles that it had before, this saves 0.3 ms."""
        if not isinstance(text_area, StyledField):
            super().apply_css(text_area)
            return
        drawn_with = text_area.drawn_with
        if self._taken and self._taken[0][0] is drawn_with:
            return
        found = next((taken for said, taken in self._taken if said is drawn_with), None)
        if found is None:
            super().apply_css(text_area)
            found = {name: getattr(self, name) for name in _OF_THEME}
        for name, style in found.items():
            setattr(self, name, style)
        others = (each for each in self._taken if each[0] is not drawn_with)
        self._taken = ((drawn_with, found), *others)[:4]


def drawn_line(widget: Widget, text: Content, y: int) -> Strip:
    """Return a line of a widget as Textual draws it, but without wrapping: it takes half the time."""
    drawn = text.render(widget.visual_style, end="", parse_style=widget.app.stylesheet.parse_style)
    segments = [Segment(part, style.rich_style) for part, style in drawn if part]
    return Strip(segments, text.cell_length).apply_offsets(0, y)


class StyledOnce(Screen[None], Ground):
    """A screen whose widgets are styled only once when it is first shown: this saves 60 to 100 ms before that.

    Textual styles each widget when it is mounted, all of them again when the screen is first shown, and again when
    another screen brings a new style sheet.
    """

    arrangements: Arrangements = ()
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Only the widgets that lose and get the focus are drawn; Textual draws the whole screen (3 ms, 10 kB)."""
    _styled = False

    def __init__(self) -> None:
        super().__init__()
        # Otherwise Textual styles the screens below again when this one brings a new style sheet.
        if isinstance(self.app.stylesheet, AppStylesheet):
            self.app.stylesheet.bring_files(self.css_path)

    def arrange(self, size: Size, _optimal: bool = False) -> DockArrangeResult:
        """Return the places of its parts in an area of that size."""
        return as_before(self, size, _optimal, super().arrange)

    def on_resize(self, event: events.Resize) -> None:
        """Skip the layout if the size is that of the last layout; Textual sends the first size four times.

        `size` cannot be compared, because it is the size of the terminal already.
        """
        if self.outer_size == event.size:
            event.prevent_default()

    def on_update(self, message: Update) -> None:
        """Ignore a widget that is not on the screen yet; it is drawn after the layout that puts it there.

        Textual would lay out the whole screen a second time for it.
        """
        if not message.widget.is_on_screen:
            message.prevent_default()

    def update_node_styles(self, animate: bool = True) -> None:
        """Apply the style sheets to all widgets; when the screen is first shown, only to the screen itself."""
        if self._styled or animate:
            super().update_node_styles(animate)
        else:
            self.app.stylesheet.apply(self)
        self._styled = self._styled or not animate
