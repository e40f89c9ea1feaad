"""`AppStylesheet`: the style sheet that Textual asks for the rules of widgets. It parses once, and caches the rules.

It overrides methods of Textual for speed. The times are milliseconds of processor time on a slow two-core machine,
medians with Textual 8.2.8 in a meeting of 82 widgets. After an update of Textual, look first here and in
`widgets/textual_workarounds.py`: `tests/tui/test_textual_workarounds.py` compares both with what Textual does.
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
"""The rules whose value is converted when it is set, such as percentages; all others keep the parsed value."""
_FLAGS: Final = ("bold", "dim", "italic", "underline", "reverse", "strike")

_MOST_STATES: Final = 500
_PROPERTIES: Final = frozenset(vars(StylesBase))


class _State(NamedTuple):
    """The rules of a widget in one state, such as with the focus."""

    rules: RulesMap
    parts: list[RulesMap]


class AppStylesheet(Stylesheet):
    """The style sheets of the app, each parsed once: 0.1 ms instead of 27 for each screen that adds a sheet.

    Textual parses all sheets again when one is added, in case one has a mistake. Ours have none (every test parses
    them), so parsed rules are kept until the theme changes. From one start to the next they are cached in a file, with
    those of Textual's own widgets: 3 ms at a start instead of 20 (`style_rules/`).

    The rules of a component class (the cursor of a field, its placeholder) are cached: that saves 0.2 ms for each of
    them when a field gets or loses the focus, because Textual checks all rules each time. The rules of a widget in one
    state are cached the second time it is styled: that saves 0.8 ms when a field gets the focus again.

    A new widget gets its rules all at once. Textual sets one after the other, and checks each time whether the widget
    has to be drawn (4 ms before the first drawing).
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
        """Set other colours, for the next parsing."""
        super().set_variables(variables)
        self._colours, self._kept, self._known_styles = variables, None, {}
        self._forget()

    def parse_style(self, style_text: str | VisualStyle) -> VisualStyle:
        """Return the parsed style of a text, such as `bold $accent on $panel`.

        Textual's reader of markup is imported only for styles with other words: that saves 6 ms at the start.
        """
        if not isinstance(style_text, str):
            return style_text
        style = self._known_styles.get(style_text)
        if style is None:
            style = _style_of(style_text, self._colours)
            style = self._known_styles[style_text] = super().parse_style(style_text) if style is None else style
        return style

    def bring(self, names: Sequence[str]) -> bool:
        """Read the sheets with these names that are not read yet; return False if all are."""
        return self.bring_files(sheet(*names))

    def bring_files(self, paths: Iterable[str | PurePath]) -> bool:
        """Read the sheets with these paths that are not read yet; return False if all are."""
        new = [Path(path) for path in paths if not self.has_source(str(path))]
        if new:
            self.read_all(new)
            self.parse()
        return bool(new)

    def keep(self) -> bool:
        """Write parsed rules to the cache; return False if there are no new ones, or they cannot be written."""
        return self._kept is not None and self._kept.write()

    def read(self, filename: str | PurePath) -> None:
        """Read a sheet."""
        super().read(filename)
        self._is_stale = True

    def add_source(
        self, css: str, read_from: CSSLocation | None = None, is_default_css: bool = False, tie_breaker: int = 0,
        scope: str = "",
    ) -> None:  # fmt: skip
        """Add a sheet that was read elsewhere, such as that of one of Textual's widgets."""
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
        """The rules by what names a widget in their last selector: a type, `.class`, `#id` or `*`."""
        if self._is_stale:
            self.parse()
        return self._by_name

    def reparse(self) -> None:
        """Parse new sheets."""
        self.parse()

    def parse(self) -> None:
        """Parse new sheets; if they have rules for component classes, empty the cache of those.

        Raises:
            StylesheetParseError: a sheet has a mistake.
        """
        sources = [*self.source.items()]
        if sources[: len(self._parsed)] != self._parsed:  # a sheet was replaced
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
            # Textual applies the rules of a component class to a node with classes only, without a type or an id.
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
        """Apply the rules to a widget, or cached rules to the node that Textual makes for a component class."""
        if type(node) is not DOMNode or not isinstance(node.parent, DOMNode):
            self._apply_to_widget(node, animate, cache)
            return
        if self._whole is None:
            # Textual styles the component classes of a widget directly after the widget.
            self._whole = _what_rules_ask(node.parent, self._asked)
        key = (node.classes, *self._whole)
        if (known := self._parts.get(key)) is None:
            super().apply(node, animate=animate, cache=cache)
            known = self._parts[key] = node.styles.base.get_rules()
        elif known:
            self.replace_rules(node, known, animate=animate)
        self._rules_of_parts.append(known)

    def _apply_to_widget(self, node: DOMNode, animate: bool, cache: dict[tuple[Any, ...], RulesMap] | None) -> None:
        """Apply the rules to a widget; if only its state changed, to one that it had before, apply the cached rules.

        The rules that may match depend on its classes, and Textual notes the pseudo-classes that they ask for. If the
        classes or the rules of component classes have changed, Textual applies the rules.
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
        """Set the rules of a node; for a node without rules that is not shown, all at once."""
        base = node.styles.base
        is_new = type(node) is DOMNode or (isinstance(node, Widget) and not node.is_mounted)
        if animate or not is_new or base.get_rules():
            super().replace_rules(node, rules, animate)
            return
        at_once: dict[str, object] = {}
        one_by_one: dict[str, object] = {}
        for name, value in rules.items():
            if name in _PROPERTIES and value is not None:  # no other names are read
                is_made = name in MADE or (type(value) is Scalar and value.is_percent)
                (one_by_one if is_made else at_once)[name] = value
        base.merge_rules(cast(RulesMap, at_once))
        for name, value in one_by_one.items():
            setattr(base, name, value)
        node.notify_style_update()


def _what_rules_ask(node: DOMNode, asked: Collection[str]) -> tuple[object, ...]:
    """Return all that rules can test of a node; `asked` are the pseudo-classes in the rules."""
    return tuple(
        (type(one), one.id, one.classes, *(one.has_pseudo_class(name) for name in asked)) for one in node.css_path_nodes
    )


def _set_what_differs(node: DOMNode, rules: RulesMap, *, animate: bool) -> None:
    """Set the rules of a widget that have changed; Textual sets all, and each checks whether it has changed."""
    base = node.styles.base
    now = base.get_rules()
    differing = [name for name in now.keys() | rules.keys() if now.get(name) != rules.get(name)]
    for name in differing:
        setattr(base, name, rules.get(name))
    if differing or not animate:  # as Textual does
        node.notify_style_update()


def _style_of(text: str, colours: Mapping[str, str]) -> VisualStyle | None:
    """Return a style of flags and colours of the theme; None if the text has other words."""
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
