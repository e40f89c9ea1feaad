"""The root cause of a report: the statement, and the five whys as a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pmtui.report import labels
from pmtui.report.blocks import block, sets_apart
from pmtui.report.diagram import diagram
from pmtui.report.escape import NO_TEXT, flow
from pmtui.report.timeline import figure_numbers, with_figures
from pmtui.session.document import Session, Why
from pmtui.session.paths import walk

NOT_FOUND: Final = "**No root cause was found:**"
NOT_RECORDED: Final = "No root cause is recorded."
PROBLEM: Final = "**Problem:**"


def root_cause(session: Session) -> str:
    """Return the statement, why no root cause was found, and the five whys."""
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
        f"### {labels.FIVE_WHYS}",
        f"{PROBLEM} {flow(cause.problem)}" if cause.problem else "",
        "\n".join(_branch(cause.whys, figure_numbers(session), "")),
        diagram(cause),
    )
    return "\n\n".join(part for part in parts if part)


def _branch(whys: tuple[Why, ...], numbers: Mapping[str, int], indent: str) -> Iterator[str]:
    for why in whys:
        text = flow(why.text, f"{indent}  ") or NO_TEXT
        if why.verdict:
            text = f"{text} **({labels.VERDICT[why.verdict]})**"
        yield f"{indent}- {with_figures(text, why.evidence, numbers)}"
        yield from _branch(why.whys, numbers, f"{indent}  ")
