"""Pack parsed style rules into plain lists, which can be written to a file, and make rules of such lists.

Values (colours, sizes, borders …) and selectors occur many times, so each is stored once in a table, and rules have
indexes into the tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from msgspec import msgpack
from textual.color import Color
from textual.css.model import CombinatorType, RuleSet, Selector, SelectorSet, SelectorType
from textual.css.scalar import Scalar, ScalarOffset, Unit
from textual.css.styles import RulesMap, Styles
from textual.css.types import Specificity3
from textual.geometry import Spacing
from textual.layout import Layout
from textual.layouts.factory import get_layout

Packed = list[Any]
"""Numbers, strings, booleans, None, and lists of these."""

_PLAIN = (str, int, float, bool, type(None))
_UNITS = {unit.value: unit for unit in Unit}
_COMBINATORS = {each.value: each for each in CombinatorType}
_TYPES = {each.value: each for each in SelectorType}


class Unpackable(Exception):
    """A value has an unknown type, so the rule with it cannot be packed."""


class Rule(RuleSet):
    """A rule set that makes its selectors and styles when they are first read: half of them are never read.

    It is hashed and compared by identity, which is fast; Textual's rule set has methods for it.
    """

    __hash__ = object.__hash__
    __eq__ = object.__eq__
    packed: tuple[Tables, bytes]

    @classmethod
    def of(cls, rule: RuleSet) -> Rule:
        """Return a rule of this class for one that Textual parsed."""
        return cls(
            rule.selector_set, rule.styles, rule.errors, rule.is_default_rules, rule.tie_breaker, rule.selector_names,
            rule.pseudo_classes,
        )  # fmt: skip

    @classmethod
    def kept(
        cls, packed: tuple[Tables, bytes], is_default: bool, tie_breaker: int, names: list[str], pseudo: list[str]
    ) -> Rule:
        """Return the rule of packed data."""
        rule = cls.__new__(cls)
        rule.packed, rule.is_default_rules, rule.tie_breaker = packed, is_default, tie_breaker
        rule.errors, rule.selector_names, rule.pseudo_classes = [], set(names), set(pseudo)
        return rule

    def __getattr__(self, name: str) -> Any:
        if name not in ("selector_set", "styles"):
            raise AttributeError(name)
        tables, packed = self.packed
        self.selector_set, self.styles = tables.made(packed)
        return vars(self)[name]


class Tables:
    """The values and selectors that packed rules refer to by index, each made when it is first read.

    Args:
        values: packed values.
        selectors: packed selectors.
    """

    def __init__(self, values: list[Packed], selectors: list[Packed]) -> None:
        self.values, self.selectors = values, selectors
        self._values: dict[int, object] = {}
        self._selectors: dict[int, Selector] = {}
        self._places: dict[str, int] = {}

    def pack(self, rules: Iterable[RuleSet]) -> list[Packed]:
        """Return rules as plain lists.

        Raises:
            Unpackable: a value has an unknown type.
        """
        return [
            [
                self._pack_rule(rule), rule.is_default_rules, rule.tie_breaker, sorted(rule.selector_names),
                sorted(rule.pseudo_classes),
            ]
            for rule in rules
        ]  # fmt: skip

    def unpack(self, rules: Iterable[Packed]) -> list[Rule]:
        """Return the rules of plain lists."""
        return [Rule.kept((self, packed), *rest) for packed, *rest in rules]

    def made(self, packed: bytes) -> tuple[list[SelectorSet], Styles]:
        """Return the selectors and styles of a rule."""
        sets, styles, important = msgpack.decode(packed)
        rules = cast(RulesMap, {name: self._value(place) for name, place in styles.items()})
        return [self._set(*each) for each in sets], Styles(None, rules, important=set(important))

    def _set(self, places: list[int], specificity: list[int]) -> SelectorSet:
        """Return a selector set that already knows which selectors are for the same widget."""
        made = SelectorSet.__new__(SelectorSet)
        made.selectors = [*map(self._selector, places)]
        made.specificity = cast(Specificity3, tuple(specificity))
        return made

    def _pack_rule(self, rule: RuleSet) -> bytes:
        sets = [
            [[self._place(self.selectors, _pack_selector(each)) for each in one.selectors], one.specificity]
            for one in rule.selector_set
        ]
        styles = {name: self._place(self.values, _pack_value(value)) for name, value in rule.styles.get_rules().items()}
        return msgpack.encode([sets, styles, sorted(rule.styles.important)])

    def _place(self, table: list[Packed], packed: Packed) -> int:
        """Return the index of a value in the table; add it if it is not there."""
        if not self._places:
            for each in (self.values, self.selectors):
                self._places |= {f"{id(each)} {one}": place for place, one in enumerate(each)}
        place = self._places.setdefault(f"{id(table)} {packed}", len(table))
        if place == len(table):
            table.append(packed)
        return place

    def _value(self, place: int) -> object:
        if place not in self._values:
            self._values[place] = _value(self.values[place])
        return self._values[place]

    def _selector(self, place: int) -> Selector:
        if place not in self._selectors:
            name, combinator, kind, pseudo_classes, specificity, advance = self.selectors[place]
            self._selectors[place] = Selector(
                name, _COMBINATORS[combinator], _TYPES[kind], set(pseudo_classes), tuple(specificity), advance
            )
        return self._selectors[place]


def _pack_selector(selector: Selector) -> Packed:
    return [
        selector.name, selector.combinator.value, selector.type.value, sorted(selector.pseudo_classes),
        list(selector.specificity), selector.advance,
    ]  # fmt: skip


def _pack_value(value: object) -> Any:
    """Return a plain value as it is, any other as a list that begins with its type."""
    if isinstance(value, Scalar):
        return ["scalar", value.value, value.unit.value, value.percent_unit.value]
    if isinstance(value, Layout):
        return ["layout", value.name]
    if isinstance(value, tuple | list) and (kind := _KIND_OF.get(type(value))):
        return [kind, *map(_pack_value, value)]
    if isinstance(value, _PLAIN):
        return value
    raise Unpackable(type(value))


def _value(packed: Any) -> object:
    if not isinstance(packed, list):
        return packed
    kind, *parts = packed
    if kind == "scalar":
        return Scalar(parts[0], _UNITS[parts[1]], _UNITS[parts[2]])
    if kind == "layout":
        return get_layout(parts[0])
    made = map(_value, parts)
    return _FILLED[kind](made) if kind in _FILLED else _CALLED[kind](*made)


_FILLED: dict[str, type] = {"tuple": tuple, "list": list}
_CALLED: dict[str, type] = {"color": Color, "spacing": Spacing, "offset": ScalarOffset}
_KIND_OF = {made: kind for kind, made in (_FILLED | _CALLED).items()}
