"""From the words that name a span's style (`notice bold`) to the style that is drawn in the present theme."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rich.style import Style
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget


class WordStyles:
    """The styles of one widget's spans, each made when it is first drawn.

    Args:
        widget: what they are drawn on; colours that let its background through are mixed with it.
        meanings: a style of Textual for each word.
        is_left_out: whether a word says nothing on the present screen.
    """

    def __init__(
        self, widget: Widget, meanings: Mapping[str, str], is_left_out: Callable[[str], bool] = lambda _: False
    ) -> None:
        self._widget, self._meanings, self._is_left_out = widget, meanings, is_left_out
        self._made: dict[str, Style] = {}
        self._ground: Style | None = None
        self._made_of: object = None

    @property
    def ground(self) -> Style:
        """The style that the widget's lines are drawn on: found once, as Textual asks every ancestor for it."""
        if self._ground is None:
            self._ground = self._widget.rich_style
        return self._ground

    def style(self, words: str) -> Style:
        """The style of a span, of its words separated by spaces."""
        if (style := self._made.get(words)) is None:
            styles = [self._of_word(word) for word in words.split() if not self._is_left_out(word)]
            style = self._made[words] = sum(styles, Style())
        return style

    def renew(self, *more: object) -> bool:
        """Make them anew where the theme, what is drawn on, or `more` is another; False where they are as they were.

        A widget is styled anew whenever it gets the focus or loses it: mostly all is as it was.
        """
        made_of = self._widget.app.current_theme, self._widget.rich_style, self._widget.background_colors, more
        if made_of == self._made_of:
            return False
        self._made_of = made_of
        self._made.clear()
        self._ground = None
        return True

    def _of_word(self, word: str) -> Style:
        found = self._widget.app.stylesheet.parse_style(self._meanings[word])
        colour, ground = found.foreground, found.background
        return Style(
            color=(self._widget.background_colors[1] + colour).rich_color if colour is not None else None,
            bgcolor=ground.rich_color if ground is not None and ground.a else None,
            bold=found.bold,
            italic=found.italic,
            underline=found.underline,
            strike=found.strike,
        )


class KeepsStrips(ScrollView):
    """Rows or blocks whose drawn lines are kept as long as nothing that they are drawn with is another."""

    words: WordStyles
    _is_restyled = True

    def notify_style_update(self) -> None:
        """Its styles were applied anew."""
        super().notify_style_update()
        self._is_restyled = True

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines to draw."""
        if self._is_restyled:
            self._is_restyled = False
            if self.words.renew(self.drawn_with()):
                self.forget_strips()
        return super().render_lines(crop)

    def drawn_with(self) -> object:
        """Styles besides those of the words, which its lines are drawn with."""
        return None

    def forget_strips(self) -> None:
        """Forget the lines that were drawn."""
        raise NotImplementedError
