"""Random Markdown made of the shapes that postmortems have, and of noise: one draw a text, which has hundreds."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

from hypothesis import strategies as st

_WORDS: Final = (
    "cache", "pager", "node", "deploy", "rollback", "queue", "latency", "ünïcode", "x1", "42", "the", "Priya",
    "INC-204", "`code`", "**bold**", "_soft_", "a|b", "<b>", "&amp;", "[link](https://e.org/a)", "![pic](img.png)",
    "https://e.org/x", "~~old~~", "#12", "*", "-", "1.", ">", "\\*", "{{x}}", "TBD", "[r]", "@ana", "(Owner:",
    "@bo)", "✅", "`", "[", "]", "due:", "2026-12-01", "(", "日本",
)  # fmt: skip
_TIMES: Final = (
    "14:02", "~3:20", "10:45~", "2022-06-02 10:00", "2022-06-02 HH:mm", "2022-05-??", "ca. 18:30", "16:59 PST", "8:47",
    "14:02-14:10", "Feb 22, 07:13", "**04:52Z**", "18 Nov", "2021-02-30 10:00", "25:99", "now", "T+5",
)  # fmt: skip
_HEADINGS: Final = (
    "Summary", "Timeline", "Root Cause(s)", "5 whys", "Contributing factors", "What went well?", "Where we got lucky",
    "Lessons learned", "Action items", "Impact & Scope", "Trigger", "Detection & Response", "Open questions",
    "Evidence", "References", "Attendees", "Stats", "1. Remediation (completed)", "Something else",
    "Timeline (all times UTC)", "Root cause (by node)", "Owner (pager)",
)  # fmt: skip
_LABELS: Final = ("Date", "Author", "Severity", "Status", "Duration", "Owner", "Due", "Mood", "Started", "Why #1")
_SIGNS: Final = "\t\n #*+-<>[]|`_~\\&"


class _Writer:
    """Writes pieces of Markdown as chance has it."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.one_of = chance.choice

    def text(self) -> str:
        return " ".join(self.one_of(_WORDS) for _ in range(self.chance.randint(1, 7)))

    def cell(self) -> str:
        return self.one_of((self.text(), self.one_of(_TIMES), self.one_of(_LABELS)))

    def items(self, depth: int) -> str:
        mark = self.one_of
        return "\n".join(
            "  " * depth
            + mark(("- ", "1. ", "* ", "- [x] ", "- [ ] "))
            + mark(("", f"{mark(_TIMES)} — "))
            + self.text()
            for _ in range(self.chance.randint(1, 4))
        )

    def table(self) -> str:
        columns = self.chance.randint(1, 4)
        rows = [[self.one_of(_LABELS) for _ in range(columns)], ["---"] * columns]
        rows += [[self.cell() for _ in range(self.chance.randint(1, 5))] for _ in range(self.chance.randint(0, 4))]
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def noise(self) -> str:
        chars = (self.one_of(_SIGNS), chr(self.chance.randint(32, 126)), chr(self.chance.randint(161, 0x2FFF)))
        return "".join(self.one_of(chars) for _ in range(self.chance.randint(0, 40)))

    def block(self) -> str:
        one_of, text = self.one_of, self.text
        shapes: tuple[Callable[[], str], ...] = (
            lambda: one_of(("# ", "## ", "### ", "#### ")) + one_of((one_of(_HEADINGS), one_of(_TIMES), text())),
            lambda: f"{one_of(_HEADINGS)}\n-----",
            text,
            lambda: f"{text()}\n{text()}",
            lambda: f"{one_of(_TIMES)} - {text()}",
            lambda: "\n".join(f"{one_of(_TIMES)} {text()}" for _ in range(3)),
            lambda: "\n".join((self.items(0), self.items(1), self.items(0))),
            lambda: f"**{one_of(_LABELS)}:** {self.cell()}",
            lambda: f"**{one_of(_HEADINGS)}:** {text()}",
            lambda: f"- {one_of(_HEADINGS)}:\n{self.items(1)}",
            self.table,
            lambda: f"```python\n{text()}\n  more\n```",
            lambda: f"> {text()}\n> - inner",
            lambda: f"<!-- {text()} -->",
            lambda: f"[r]: https://e.org '{text()}'",
            self.noise,
        )
        return one_of(shapes)()


def postmortem(chance: Random) -> str:
    """A text that counts as a postmortem, whatever else stands in it."""
    writer = _Writer(chance)
    blocks = "\n\n".join(writer.block() for _ in range(chance.randint(0, 14)))
    return f"# Incident report\n\n## Timeline\n\n## Root cause\n\n{blocks}\n"


postmortems = st.integers(0, 2**32 - 1).map(lambda seed: postmortem(Random(seed)))
