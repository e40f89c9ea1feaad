"""Random Markdown made of the shapes that postmortems have, and of noise: one draw a text, which has hundreds.

Every word that no form knows is another one (`words_of` finds them), so that one that is lost shows, wherever it stood.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Final

from hypothesis import strategies as st

_WORDS: Final = (
    *["{}"] * 12, "`{}`", "**{}**", "_{}_", "{}|{}", "<{}>", "&amp; {}", "[{}](https://e.org/{})", "![{}](img-{}.png)",
    "https://e.org/{}", "~~{}~~", "#{}", "\\*{}", "{{{{{}}}}}", "[{}]", "@{}", "(Owner: @{})", "({})", "✅ {}", "```{}",
    "<!-- {} -->", "<b>{}</b>", "[^{}]", "{}: {}", "{};", "[{}][r]", "due: {}", "**{}:** {}", "{}?", '"{}"', "{}, {}",
    "<span title='{}'>{}</span>", "[x](/{} '{}')", "![{}]", "{}\\", "(by {})", "(done {})", "→ {}", "because: {}",
    "*", "-", "1.", ">", "TBD", "[r]", "XXX", "done", "`", "[", "]", "due:", "2026-12-01", "(", "P1", "日本", "<br>",
)  # fmt: skip
_TIMES: Final = (
    "14:02", "~3:20", "10:45~", "2022-06-02 10:00", "2022-06-02 HH:mm", "2022-05-??", "ca. 18:30", "16:59 PST", "8:47",
    "14:02-14:10", "Feb 22, 07:13", "**04:52Z**", "18 Nov", "2021-02-30 10:00", "25:99", "now", "T+5",
)  # fmt: skip
_HEADINGS: Final = (
    "Summary", "Timeline", "Root Cause(s)", "5 whys", "Contributing factors", "What went well?", "Where we got lucky",
    "Lessons learned", "Action items", "Impact & Scope", "Trigger", "Detection & Response", "Open questions",
    "Evidence", "References", "Attendees", "Stats", "1. Remediation (completed)", "Recurrence", "Backlog check",
    "Timeline (all times UTC)", "Attachments", "Key details", "{}", "Root cause (by {})", "Owner ({})", "Trigger: {}",
)  # fmt: skip
_LABELS: Final = (
    "Date", "Author", "Severity", "Status", "Duration", "Owner", "Due", "Started", "Why #1", "Time", "Event", "Who",
    "Tags", "Ticket", "Time zone", "Action", "Source", "Participants", "Name", "{}", "{} {}", "Time {}", "Date ({})",
)  # fmt: skip
_LEFT: Final = ("TBD", "XXX", "TODO: {}", "_Describe {}_", "{{{{ {} }}}}", "<{}>", "[insert {}]", "n/a", "")
_NOTES: Final = ("All times in UTC {}", "Times: CET; {}", "Status: draft {}", "When: 08:10-11:15 CEST {}")
_SIGNS: Final = "\t\n #*+-<>[]|`_~\\&"


def words_of(text: str) -> set[str]:
    """The words of a text that no form knows."""
    return set(re.findall("q[a-z]{4}z", text))


class _Writer:
    """Writes pieces of Markdown as chance has it."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self._said = 0

    def word(self) -> str:
        """A word that stands nowhere else."""
        self._said += 1
        n = self._said
        return f"q{''.join(chr(97 + n // 26**place % 26) for place in range(4))}z"

    def one_of(self, forms: tuple[str, ...]) -> str:
        form = self.chance.choice(forms)
        return form.format(*(self.word() for _ in range(form.count("{}")))) if "{" in form else form

    def text(self) -> str:
        return " ".join(self.one_of(_WORDS) for _ in range(self.chance.randint(1, 7)))

    def cell(self) -> str:
        shapes = (self.text, lambda: self.one_of(_TIMES), lambda: self.one_of(_LABELS), lambda: self.one_of(_LEFT))
        return self.chance.choice(shapes)()

    def items(self, depth: int) -> str:
        mark = self.one_of
        return "\n".join(
            "  " * depth
            + mark(("- ", "1. ", "* ", "- [x] ", "- [ ] ", "> - "))
            + mark(("", f"{mark(_TIMES)} — ", f"{mark(_LABELS)}: "))
            + self.cell()
            for _ in range(self.chance.randint(1, 4))
        )

    def table(self) -> str:
        columns = self.chance.randint(1, 4)
        rows = [[self.one_of(_LABELS) for _ in range(columns)], ["---"] * columns]
        rows += [[self.cell() for _ in range(self.chance.randint(1, 5))] for _ in range(self.chance.randint(0, 4))]
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def html(self) -> str:
        cell, label = self.cell, lambda: self.one_of(_LABELS)
        return self.chance.choice((
            f"<table><tr><th>{label()}</th><th>{label()}</th></tr><tr><td>{cell()}</td><td>{cell()}</td></tr></table>",
            f"<ul><li>{cell()}</li><li>{cell()}</li></ul>",
        ))  # fmt: skip

    def noise(self) -> str:
        chars = (
            lambda: self.chance.choice(_SIGNS),
            lambda: chr(self.chance.randint(32, 126)),
            lambda: chr(self.chance.randint(161, 0x2FFF)),
        )
        return "".join(self.chance.choice(chars)() for _ in range(self.chance.randint(0, 40)))

    def block(self) -> str:
        one_of, text = self.one_of, self.text
        shapes: tuple[Callable[[], str], ...] = (
            lambda: one_of(("# ", "## ", "### ", "#### ")) + one_of((one_of(_HEADINGS), one_of(_TIMES), text())),
            lambda: f"{one_of(_HEADINGS)}\n-----",
            lambda: f"{text()}\n{one_of(_HEADINGS)}\n-----",
            text,
            lambda: f"{text()}\n{text()}",
            lambda: f"{one_of(_TIMES)} - {text()}",
            lambda: "\n".join(f"{one_of(_TIMES)} {text()}" for _ in range(3)),
            lambda: "\n".join((self.items(0), self.items(1), self.items(0))),
            lambda: "\n".join(f"{one_of(_LABELS)}: {self.cell()}" for _ in range(3)),
            lambda: f"**{one_of(_LABELS)}:** {self.cell()}",
            lambda: f"**{one_of(_HEADINGS)}:** {text()}",
            lambda: f"- {one_of(_HEADINGS)}:\n{self.items(1)}",
            self.table,
            self.html,
            lambda: one_of(_LEFT),
            lambda: one_of(_NOTES),
            lambda: f"```{one_of(('python', '{}'))}\n{text()}\n  more\n```",
            lambda: f"> {text()}\n> - {self.word()}",
            lambda: f"<!-- {text()} -->",
            lambda: f"[{one_of(('r', '{}'))}]: https://e.org/{self.word()} '{text()}'",
            lambda: f"---\n{one_of(_LABELS)}: {self.cell()}\n---",
            self.noise,
        )
        return self.chance.choice(shapes)()


def postmortem(chance: Random) -> str:
    """A text that counts as a postmortem, whatever else stands in it."""
    writer = _Writer(chance)
    blocks = "\n\n".join(writer.block() for _ in range(chance.randint(0, 14)))
    front = f"---\n{writer.one_of(_LABELS)}: {writer.cell()}\n---\n" if chance.random() < 0.1 else ""
    return f"{front}# Incident report\n\n## Timeline\n\n## Root cause\n\n{blocks}\n"


postmortems = st.integers(0, 2**32 - 1).map(lambda seed: postmortem(Random(seed)))
