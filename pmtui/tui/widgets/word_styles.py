"""`WordStyles`: the styles of spans (`notice bold`) in the present theme."""

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
        widget: the widget; transparent colours are blended with its background.
        meanings: by word, a style of Textual.
        is_left_out: returns whether a word has no effect on the present screen.
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
        """The style of the widget's background; cached, because Textual asks every ancestor for it."""
        if self._ground is None:
            self._ground = self._widget.rich_style
        return self._ground

    def style(self, words: str) -> Style:
        """Return the style of a span; its words are separated by spaces."""
        if (style := self._made.get(words)) is None:
            styles = [self._of_word(word) for word in words.split() if not self._is_left_out(word)]
            style = self._made[words] = sum(styles, Style())
        return style

    def renew(self, *more: object) -> bool:
        """Make the styles again if the theme, the background or `more` has changed; return False if they have not.

        A widget is styled whenever it gets or loses the focus, mostly without a change.
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
    """A widget whose drawn lines are cached until their styles change."""

    words: WordStyles
    _is_restyled = True

    def notify_style_update(self) -> None:
        """Note that the style sheets were applied."""
        super().notify_style_update()
        self._is_restyled = True

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a region; empty the cache first if a style has changed."""
        if self._is_restyled:
            self._is_restyled = False
            if self.words.renew(self.drawn_with()):
                self.forget_strips()
        return super().render_lines(crop)

    def drawn_with(self) -> object:
        """Return the styles of the lines besides those of the words."""
        return None

    def forget_strips(self) -> None:
        """Empty the cache of drawn lines."""
        raise NotImplementedError
