"""The style sheet of the app, which Textual asks for the rules of each widget: parsed once, and cached between starts.

It overrides what Textual does by itself because of the time that it takes: milliseconds of processor time on a slow
two-core machine, medians with Textual 8.2.8 in a meeting of 82 widgets. After an update of Textual look here and into
`widgets/textual_workarounds.py` first: `tests/tui/test_textual_workarounds.py` compares each with what Textual does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any, Final, NamedTuple, cast
from weakref import WeakKeyDictionary

from textual.color import Color
from textual.css.model import RuleSet
from textual.css.scalar import Scalar
from textual.css.styles import RulesMap, StylesBase
from textual.css.stylesheet import CssSource, Stylesheet
from textual.css.types import CSSLocation
from textual.dom import DOMNode
from textual.style import Style as VisualStyle
from textual.widget import Widget

from pmtui.tui.style_rules.cache import RuleCache, rule_cache
from pmtui.tui.styles import sheet

MADE: Final = frozenset({
    "layout", "text_style", "link_style", "link_style_hover", "border_title_style", "border_subtitle_style",
    "grid_rows", "grid_columns", "transitions", "hatch",
})  # fmt: skip
"""The rules whose value is made into another when it is set, as percentages are; all others stay what was parsed."""
_FLAGS: Final = ("bold", "dim", "italic", "underline", "reverse", "strike")

_MOST_STATES: Final = 500
_PROPERTIES: Final = frozenset(vars(StylesBase))


class _State(NamedTuple):
    """What the rules say of a widget in one state, such as with the focus."""

    rules: RulesMap
    parts: list[RulesMap]


class AppStylesheet(Stylesheet):
    """The style sheets of the app, each parsed once: 0.1 ms instead of 27 for each screen that brings a sheet.

    Textual then parses all that were there once more, for the case that one has a mistake. Ours are known to be sound
    (every test parses them): what was parsed stays so until the theme is another. From one start to the next it is kept
    in a file, with what Textual's own widgets bring: 3 ms at a start instead of 20 (`style_rules/`).

    What the rules say of a part of a widget (the cursor of a field, its placeholder) is remembered: 0.2 ms less for
    each part of a field that gets the focus or loses it. Textual goes through all rules for each of them, each time.
    So is what they say of a widget in one state, from the second time that it is styled: 0.8 ms less for a field that
    gets the focus again.

    A widget that was just made gets its rules at once: Textual sets one after the other, and each time looks whether
    it has to be drawn anew (4 ms before the first picture).
    """

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._colours = variables
        self._kept: RuleCache | None = None
        self._whole: tuple[object, ...] | None = None
        self._rules_of_parts: list[RulesMap] = []
        self._known_styles: dict[str, VisualStyle] = {}
        self._forget()

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take other colours, with the next parsing."""
        super().set_variables(variables)
        self._colours, self._kept, self._known_styles = variables, None, {}
        self._forget()

    def parse_style(self, style_text: str | VisualStyle) -> VisualStyle:
        """Read a style of a piece of text, such as `bold $accent on $panel`.

        Without Textual's reader of markup, which is imported where there are other words in it: 6 ms less at the start.
        """
        if not isinstance(style_text, str):
            return style_text
        style = self._known_styles.get(style_text)
        if style is None:
            style = _style_of(style_text, self._colours)
            style = self._known_styles[style_text] = super().parse_style(style_text) if style is None else style
        return style

    def bring(self, names: Sequence[str]) -> bool:
        """Read the sheets of those names, but those that are here; False where all are."""
        return self.bring_files(sheet(*names))

    def bring_files(self, paths: Iterable[str | PurePath]) -> bool:
        """Read those sheets, but those that are here; False where all are."""
        new = [Path(path) for path in paths if not self.has_source(str(path))]
        if new:
            self.read_all(new)
            self.parse()
        return bool(new)

    def keep(self) -> bool:
        """Keep what was parsed for the next start; False where nothing is new, or the machine does not let it."""
        return self._kept is not None and self._kept.write()

    def read(self, filename: str | PurePath) -> None:
        """Read a sheet."""
        super().read(filename)
        self._is_stale = True

    def add_source(
        self, css: str, read_from: CSSLocation | None = None, is_default_css: bool = False, tie_breaker: int = 0,
        scope: str = "",
    ) -> None:  # fmt: skip
        """Take a sheet that was read elsewhere, such as what one of Textual's widgets brings."""
        before = read_from and self.source.get(read_from)
        super().add_source(css, read_from, is_default_css, tie_breaker, scope)
        self._is_stale = self._is_stale or before is None or (read_from and self.source.get(read_from)) is not before

    @property
    def rules(self) -> list[RuleSet]:
        """All rules, in the order of their sheets."""
        if self._is_stale:
            self.parse()
        return self._all_rules

    @property
    def rules_map(self) -> dict[str, list[RuleSet]]:
        """The rules by what can name a widget in their last selector: a type, `.class`, `#id` or `*`."""
        if self._is_stale:
            self.parse()
        return self._by_name

    def reparse(self) -> None:
        """Parse what is new."""
        self.parse()

    def parse(self) -> None:
        """Parse what is new, and forget what was remembered of the rules for parts where there are new ones.

        Raises:
            StylesheetParseError: a sheet has a mistake.
        """
        sources = [*self.source.items()]
        if sources[: len(self._parsed)] != self._parsed:  # one of them is another now
            self._forget()
        self._kept = self._kept or rule_cache(self._colours)
        for at, source in sources[len(self._parsed) :]:
            self._take(self._kept.of(at, source))
            self._parsed.append((at, source))
            self._forget_widgets()
        self._is_stale = False

    def _take(self, rules: Sequence[RuleSet]) -> None:
        self._all_rules += rules
        for rule in rules:
            self._all_asked |= rule.pseudo_classes
            for name in rule.selector_names:
                self._by_name.setdefault(name, []).append(rule)
            # The bare node that a part of a widget is has classes, and neither a type nor an id.
            if any(name[0] in ".*" for name in rule.selector_names):
                self._asked |= rule.pseudo_classes
                self._parts.clear()

    def _forget(self) -> None:
        self._parsed: list[tuple[CSSLocation, CssSource]] = []
        self._all_rules: list[RuleSet] = []
        self._by_name: dict[str, list[RuleSet]] = {}
        self._parts: dict[tuple[object, ...], RulesMap] = {}
        self._asked: set[str] = set()
        self._all_asked: set[str] = set()
        self._is_stale = True
        self._forget_widgets()

    def _forget_widgets(self) -> None:
        self._states: dict[tuple[object, ...], _State] = {}
        self._styled: WeakKeyDictionary[DOMNode, tuple[frozenset[str], list[RulesMap]]] = WeakKeyDictionary()

    def apply(
        self, node: DOMNode, *, animate: bool = False, cache: dict[tuple[Any, ...], RulesMap] | None = None
    ) -> None:
        """Apply the rules to a widget; to a part of one, which Textual makes a bare node of, those known for it."""
        if type(node) is not DOMNode or not isinstance(node.parent, DOMNode):
            self._apply_to_widget(node, animate, cache)
            return
        if self._whole is None:
            # The parts of a widget come directly after it.
            self._whole = _what_rules_ask(node.parent, self._asked)
        key = (node.classes, *self._whole)
        if (known := self._parts.get(key)) is None:
            super().apply(node, animate=animate, cache=cache)
            known = self._parts[key] = node.styles.base.get_rules()
        elif known:
            self.replace_rules(node, known, animate=animate)
        self._rules_of_parts.append(known)

    def _apply_to_widget(self, node: DOMNode, animate: bool, cache: dict[tuple[Any, ...], RulesMap] | None) -> None:
        """Apply the rules to a widget; where only its state changed, to one that it had before, those known for that.

        Which rules there are to choose from depends on its classes, and Textual notes of them what it has to look for:
        with other classes than before, or other rules for its parts, Textual applies them.
        """
        self._whole = None
        state: tuple[object, ...] | None = None
        if (before := self._styled.get(node)) is not None:
            state = _what_rules_ask(node, self._all_asked)
            known = self._states.get(state)
            if known is not None and before == (node.classes, known.parts):
                _set_what_differs(node, known.rules, animate=animate)
                return
        self._rules_of_parts = []
        super().apply(node, animate=animate, cache=cache)
        self._styled[node] = node.classes, self._rules_of_parts
        if state is not None:
            if len(self._states) > _MOST_STATES:
                self._states.clear()
            self._states[state] = _State(node.styles.base.get_rules(), self._rules_of_parts)

    @classmethod
    def replace_rules(cls, node: DOMNode, rules: RulesMap, animate: bool = False) -> None:
        """Set the rules of a node; of one that has none yet, and is not shown, all at once."""
        base = node.styles.base
        is_new = type(node) is DOMNode or (isinstance(node, Widget) and not node.is_mounted)
        if animate or not is_new or base.get_rules():
            super().replace_rules(node, rules, animate)
            return
        at_once: dict[str, object] = {}
        one_by_one: dict[str, object] = {}
        for name, value in rules.items():
            if name in _PROPERTIES and value is not None:  # the others are asked for by nobody
                is_made = name in MADE or (type(value) is Scalar and value.is_percent)
                (one_by_one if is_made else at_once)[name] = value
        base.merge_rules(cast(RulesMap, at_once))
        for name, value in one_by_one.items():
            setattr(base, name, value)
        node.notify_style_update()


def _what_rules_ask(node: DOMNode, asked: Collection[str]) -> tuple[object, ...]:
    """All by which a rule can tell a node from others; `asked` are the pseudo-classes in the rules."""
    return tuple(
        (type(one), one.id, one.classes, *(one.has_pseudo_class(name) for name in asked)) for one in node.css_path_nodes
    )


def _set_what_differs(node: DOMNode, rules: RulesMap, *, animate: bool) -> None:
    """Set the rules of a widget that are others now: Textual sets all, and each looks whether it is another."""
    base = node.styles.base
    now = base.get_rules()
    differing = [name for name in now.keys() | rules.keys() if now.get(name) != rules.get(name)]
    for name in differing:
        setattr(base, name, rules.get(name))
    if differing or not animate:  # as Textual does
        node.notify_style_update()


def _style_of(text: str, colours: Mapping[str, str]) -> VisualStyle | None:
    """Read a style of flags and colours of the theme; None where there are other words in it."""
    found: dict[str, Color] = {}
    flags: dict[str, bool] = {}
    place = "foreground"
    for word in text.split():
        colour = colours.get(word.removeprefix("$"), "") if word.startswith("$") else ""
        if colour.startswith(("#", "ansi_")) and " " not in colour:
            found[place] = Color.parse(colour)
        elif word == "on":
            place = "background"
        elif word in _FLAGS:
            flags[word] = True
        else:
            return None
    bold, dim, italic, underline, reverse, strike = map(flags.get, _FLAGS)
    return VisualStyle(
        found.get("background"), found.get("foreground"),
        bold=bold, dim=dim, italic=italic, underline=underline, reverse=reverse, strike=strike,
    )  # fmt: skip
