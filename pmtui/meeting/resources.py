"""The step `resources`: logs, dashboards and other data to save before they are rotated away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pmtui.meeting.gap_wording import quoted
from pmtui.meeting.step import Field, Gap, Items, Step, Tick
from pmtui.session.document import Session

USUAL: Final = (
    "Application logs",
    "Web server or proxy logs",
    "Database logs",
    "System logs",
    "Snapshots and backups",
    "Dashboards and graphs",
    "Alert and paging history",
    "Chat log of the incident",
    "Deploy log",
    "Configuration as it was then",
    "Terminal history",
    "Support tickets",
    "Status page posts",
)


def _gaps(session: Session) -> Iterable[Gap]:
    for resource in session.resources:
        if not resource.secured:
            words = f"{quoted(resource.text)} is not secured yet"
            many = "resources are not secured yet"
            yield Gap(
                step="resources",
                code="resource-not-secured",
                text=words,
                item_id=resource.id,
                field="secured",
                many=many,
            )


STEP: Final = Step(
    name="resources",
    title="Resources",
    minutes=(None, 1, 2),
    purpose="What shows how it was, and must be kept before it is gone? Logs rotate, dashboards forget, chats expire.",
    prompts=(
        "What will be gone in a week?",
        "What were people looking at during the incident?",
        "Who else kept notes: support, the vendor, another team?",
        "Which doc or dashboard was helpful, and which was not?",
    ),
    parts=(
        Items(
            section="resources",
            title="Resources",
            noun="resource",
            subtitle="ticked once a copy is safe",
            example="Database logs of 18 November",
            fields=(
                Field("text", "What"),
                Field("location", "Where", help="A path, an address, or who has it.", example="s3://incident-204/db"),
                Field("secured", "Secured", kind="tick", help="A copy lies where it will not be deleted."),
            ),
            columns=("location", "secured"),
            offered=USUAL,
            tick=Tick(lambda resource, _: {"secured": not resource.secured}),
        ),
    ),
    gaps=_gaps,
    filled=lambda session: bool(session.resources),
    count=lambda session: len(session.resources) or None,
)
