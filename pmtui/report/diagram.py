"""Write the five whys as a flowchart for Mermaid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pmtui.session.document import RootCause, Verdict, Why
from pmtui.session.paths import walk
from pmtui.session.text import one_line

_SMALLEST, _ALL_SHOWN, _LARGEST = 2, 20, 40
"""The fewest answers for a diagram; the most with all branches; the most with branches to causes only."""

_LABEL_WIDTH: Final = 60
_CAUSES: Final = ("root", "contributing")

# Shape and line tell the verdicts apart, not colour: the page may be light, dark or printed.
_SHAPES: Final[dict[Verdict | None, tuple[str, str]]] = {"root": ("([", "])"), "contributing": ("(", ")")}
_CLASSES: Final[dict[Verdict, tuple[str, str]]] = {
    "root": ("rootCause", "stroke-width:4px"),
    "contributing": ("contributing", "stroke-width:2px"),
    "ruled_out": ("ruledOut", "stroke-dasharray:6 4"),
    "not_followed": ("notFollowed", "stroke-dasharray:2 4"),
}
"""Name and style by verdict; `root` alone would be the name that Mermaid gives to the whole drawing."""


def diagram(cause: RootCause) -> str:
    """Return the flowchart; empty where there are too few answers to need one, or too many to read.

    Above `_ALL_SHOWN` answers, only the branches to root and contributing causes are drawn, where there are any.
    """
    count = sum(1 for _ in walk(cause.whys))
    if not _SMALLEST <= count <= _LARGEST:
        return ""
    every = {why.id for _, why in walk(cause.whys)}
    causes = {why.id for _, why in walk(cause.whys) if _leads_to_a_cause(why)}
    shown = causes if causes and count > _ALL_SHOWN else every
    top = "problem" if cause.problem.strip() else ""
    lines = ["```mermaid", "flowchart LR"]
    if top:
        lines.append(f'  problem["{_label(cause.problem)}"]')
    lines += _boxes(cause.whys, top, "w", shown)
    used = {why.verdict for _, why in walk(cause.whys) if why.id in shown}
    lines += [f"  classDef {name} {style}" for verdict, (name, style) in _CLASSES.items() if verdict in used]
    return "\n".join((*lines, "```"))


def _leads_to_a_cause(why: Why) -> bool:
    return any(each.verdict in _CAUSES for _, each in walk((why,)))


def _boxes(whys: tuple[Why, ...], parent: str, prefix: str, shown: set[str]) -> Iterator[str]:
    """Yield the box of each visible why, named by its place in the tree, and the line to it."""
    for n, why in enumerate(whys, 1):
        if why.id not in shown:
            continue
        name = f"{prefix}{n}"
        left, right = _SHAPES.get(why.verdict, ("[", "]"))
        style = f":::{_CLASSES[why.verdict][0]}" if why.verdict else ""
        yield f'  {name}{left}"{_label(why.text)}"{right}{style}'
        if parent:
            yield f"  {parent} {'-->' if why.verdict in (None, *_CAUSES) else '-.->'} {name}"
        yield from _boxes(why.whys, name, f"{name}_", shown)


def _label(text: str) -> str:
    """Return a label to stand in quotes, with all but letters, digits and spaces escaped, as Mermaid has much
    syntax.
    """
    return "".join(char if char.isalnum() or char == " " else f"#{ord(char)};" for char in _cut(text)) or " "


def _cut(text: str) -> str:
    """Return the text on one line, cut after a word to at most `_LABEL_WIDTH` characters."""
    text = one_line(text)
    if len(text) <= _LABEL_WIDTH:
        return text
    begun, blank, _ = text[:_LABEL_WIDTH].rpartition(" ")
    return f"{begun if blank else text[: _LABEL_WIDTH - 1]}…"
