"""The evidence of a report: numbered figures with captions and content."""

from __future__ import annotations

import re
from typing import Final

from pmtui.report import labels
from pmtui.report.blocks import block
from pmtui.report.canonical import verbatim
from pmtui.report.dates import moment_in
from pmtui.report.escape import flow, label, plain
from pmtui.report.link_targets import file_target
from pmtui.session.document import Evidence, Session
from pmtui.session.normalise import check_attachment_path

_PICTURE: Final = re.compile(r".*\.(?:png|jpe?g|gif|svg|webp|avif|bmp)", re.IGNORECASE | re.DOTALL)
_LINE_ENDS: Final = "[//]: # (pmtui line ends: %d)"
"""An invisible line with the number of line ends after a log's last line, where they would show as empty lines."""


def evidence(session: Session, attachments: str) -> str:
    """Return each figure: its number as a heading, the caption, a line with kind and link, its text.

    Raises:
        DocumentError: a file lies outside the attachment folder.
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
    """Show a picture, link any other file; the text of both is the path, so that it can be read back."""
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
