"""The root cause of a report: the statement, the five whys as a list, and a diagram of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pmtui.report import labels
from pmtui.report.blocks import block, sets_apart
from pmtui.report.escape import flow
from pmtui.report.timeline import figure_numbers, with_figures
from pmtui.session.document import RootCause, Session, Why
from pmtui.session.paths import walk
from pmtui.session.text import cut

NOT_FOUND: Final = "**No root cause was found:**"
NOT_RECORDED: Final = "No root cause is recorded."
PROBLEM: Final = "**Problem:**"

NO_TEXT: Final = "&#x20;"
"""An answer without text; a bullet alone would underline the answer above it, and no text is ever written so."""

_SMALLEST_DIAGRAM, _LARGEST_DIAGRAM = 2, 40
_LABEL_WIDTH: Final = 60


def root_cause(session: Session) -> str:
    """The statement, why none was found, and the five whys."""
    cause = session.root_cause
    found = bool(cause.statement.strip()) or any(why.verdict == "root" for _, why in walk(cause.whys))
    own = [
        f"{NOT_FOUND} {flow(cause.not_found)}" if cause.not_found else "",
        "" if found else NOT_RECORDED,
        _five_whys(session),
    ]
    return sets_apart(block(cause.statement), "\n\n".join(part for part in own if part), NOT_FOUND, NOT_RECORDED)


def _five_whys(session: Session) -> str:
    cause = session.root_cause
    if not cause.problem and not cause.whys:
        return ""
    parts = (
        "### Five whys",
        f"{PROBLEM} {flow(cause.problem)}" if cause.problem else "",
        "\n".join(_branch(cause.whys, figure_numbers(session), "")),
        _diagram(cause),
    )
    return "\n\n".join(part for part in parts if part)


def _branch(whys: tuple[Why, ...], numbers: Mapping[str, int], indent: str) -> Iterator[str]:
    for why in whys:
        text = flow(why.text, f"{indent}  ") or NO_TEXT
        if why.verdict:
            text = f"{text} **({labels.VERDICT[why.verdict]})**"
        yield f"{indent}- {with_figures(text, why.evidence, numbers)}"
        yield from _branch(why.whys, numbers, f"{indent}  ")


def _diagram(cause: RootCause) -> str:
    count = sum(1 for _ in walk(cause.whys))
    if not _SMALLEST_DIAGRAM <= count <= _LARGEST_DIAGRAM:
        return ""
    lines = ["```mermaid", "flowchart LR"]
    if cause.problem.strip():
        lines.append(f"  problem{_label(cause.problem)}")
    lines += _boxes(cause.whys, "problem" if cause.problem.strip() else "", "w")
    return "\n".join((*lines, "```"))


def _boxes(whys: tuple[Why, ...], parent: str, prefix: str) -> Iterator[str]:
    """A box for each why, named by its place in the tree; roots have round ends."""
    for n, why in enumerate(whys, 1):
        name = f"{prefix}{n}"
        label = _label(why.text)
        yield f"  {name}{f'({label})' if why.verdict == 'root' else label}"
        if parent:
            yield f"  {parent} --> {name}"
        yield from _boxes(why.whys, name, f"{name}_")


def _label(text: str) -> str:
    """A label in quotes: everything but letters, digits and spaces coded, because Mermaid acts on much of the rest."""
    coded = "".join(char if char.isalnum() or char == " " else f"#{ord(char)};" for char in cut(text, _LABEL_WIDTH))
    return f'["{coded or " "}"]'
