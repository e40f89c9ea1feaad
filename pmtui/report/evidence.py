"""The evidence of a report: numbered figures with what they show."""

from __future__ import annotations

import re
from typing import Final

from pmtui.report import labels
from pmtui.report.blocks import block
from pmtui.report.canonical import verbatim
from pmtui.report.dates import moment_in
from pmtui.report.escape import file_target, flow, label, plain
from pmtui.session.codec import check_attachment_path
from pmtui.session.document import Evidence, Session

_PICTURE: Final = re.compile(r".*\.(?:png|jpe?g|gif|svg|webp|avif|bmp)", re.IGNORECASE | re.DOTALL)
_LINE_ENDS: Final = "[//]: # (pmtui line ends: %d)"
"""Invisible; how many line ends a log had behind its last line, which would be empty lines to see."""


def evidence(session: Session, attachments: str) -> str:
    """Each figure: its number as a heading, the caption, a paragraph that says what it is and leads to it, its body.

    Raises:
        DocumentError: a path leads out of the attachment folder.
    """
    zone = session.key_details.timezone
    shown = [_figure(n, item, zone, attachments) for n, item in enumerate(session.evidence, 1)]
    return "\n\n".join(shown)


def _figure(n: int, item: Evidence, zone: str, attachments: str) -> str:
    caption = f"**{plain(item.caption)}**" if item.caption else ""
    what = ", ".join(part for part in (labels.EVIDENCE_KIND[item.kind], moment_in(item.at, zone)) if part)
    lines = (what, _file(n, item.path, attachments), flow(item.url))
    parts = (f"### {labels.FIGURE} {n}", caption, "\\\n".join(line for line in lines if line), _body(item))
    return "\n\n".join(part for part in parts if part)


def _file(n: int, path: str, attachments: str) -> str:
    """A picture is shown, any other file linked; the words are the path, so that it can be read back."""
    if not path:
        return ""
    check_attachment_path(path, f"Fig. {n}: path")
    folder = f"{attachments.rstrip('/')}/" if attachments else ""
    link = f"[{label(path)}]({file_target(folder + path)})"
    return f"!{link}" if _PICTURE.fullmatch(path) else link


def _body(item: Evidence) -> str:
    if item.kind in ("log", "chat"):
        lines = item.body.rstrip("\n")
        ends = len(item.body) - len(lines)
        return "\n\n".join((*([verbatim(lines)] if lines else ()), *([_LINE_ENDS % ends] if ends else ())))
    return block(item.body)
