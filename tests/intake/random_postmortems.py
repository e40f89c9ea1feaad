"""Random Markdown made of the shapes that postmortems have, and of noise."""

from __future__ import annotations

from hypothesis import strategies as st

_WORD = st.sampled_from(
    [
        "cache",
        "pager",
        "node",
        "deploy",
        "rollback",
        "queue",
        "latency",
        "ünïcode",
        "x1",
        "42",
        "the",
        "Priya",
        "INC-204",
        "`code`",
        "**bold**",
        "_soft_",
        "a|b",
        "<b>",
        "&amp;",
        "[link](https://e.org/a)",
        "![pic](img.png)",
        "https://e.org/x",
        "~~old~~",
        "#12",
        "*",
        "-",
        "1.",
        ">",
        "\\*",
        "{{x}}",
        "TBD",
        "[r]",
        "@ana",
        "(Owner:",
        "@bo)",
        "✅",
    ]
)
_TEXT = st.lists(_WORD, min_size=1, max_size=7).map(" ".join)
_TIME = st.sampled_from(
    ["14:02", "~3:20", "10:45~", "2022-06-02 10:00", "2022-06-02 HH:mm", "2022-05-??", "ca. 18:30", "16:59 PST", "8:47",
     "14:02-14:10", "Feb 22, 07:13", "**04:52Z**", "18 Nov", "2021-02-30 10:00", "25:99", "now", "T+5"]
)  # fmt: skip
_HEADING = st.sampled_from(
    ["Summary", "Timeline", "Root Cause(s)", "5 whys", "Contributing factors", "What went well?", "Where we got lucky",
     "Lessons learned", "Action items", "Impact & Scope", "Trigger", "Detection & Response", "Open questions",
     "Evidence",
     "References", "Attendees", "Stats", "1. Remediation (completed)", "Something else", "Timeline (all times UTC)"]
)  # fmt: skip
_LABEL = st.sampled_from(
    ["Date", "Author", "Severity", "Status", "Duration", "Owner", "Due", "Mood", "Started", "Why #1"]
)
_CELL = st.one_of(_TIME, _TEXT, _LABEL)


def _nested(depth: int) -> st.SearchStrategy[str]:
    item = st.tuples(
        st.sampled_from(["- ", "1. ", "* ", "- [x] ", "- [ ] "]),
        st.one_of(_TEXT, st.tuples(_TIME, _TEXT).map(" — ".join)),
    ).map("".join)
    return st.lists(item, min_size=1, max_size=4).map(lambda items: "\n".join("  " * depth + each for each in items))


_BLOCK = st.one_of(
    st.tuples(st.sampled_from(["# ", "## ", "### ", "#### "]), st.one_of(_HEADING, _TIME, _TEXT)).map("".join),
    _HEADING.map(lambda title: f"{title}\n-----"),
    _TEXT,
    st.lists(_TEXT, min_size=2, max_size=3).map("\n".join),
    st.tuples(_TIME, _TEXT).map(" - ".join),
    st.tuples(_nested(0), _nested(1), _nested(0)).map("\n".join),
    st.tuples(_LABEL, _CELL).map(lambda pair: f"**{pair[0]}:** {pair[1]}"),
    st.tuples(_HEADING, _TEXT).map(lambda pair: f"**{pair[0]}:** {pair[1]}"),
    st.tuples(_HEADING, _nested(1)).map(lambda pair: f"- {pair[0]}:\n{pair[1]}"),
    st.tuples(
        st.lists(_LABEL, min_size=1, max_size=4), st.lists(st.lists(_CELL, min_size=1, max_size=5), max_size=4)
    ).map(
        lambda table: "\n".join(
            ["| " + " | ".join(table[0]) + " |", "|" + " --- |" * len(table[0])]
            + ["| " + " | ".join(row) + " |" for row in table[1]]
        )
    ),
    _TEXT.map(lambda text: f"```python\n{text}\n  more\n```"),
    _TEXT.map(lambda text: f"> {text}\n> - inner"),
    _TEXT.map(lambda text: f"<!-- {text} -->"),
    _TEXT.map(lambda text: f"[r]: https://e.org '{text}'"),
    st.text(max_size=40),
)

postmortems = (
    st.lists(_BLOCK, max_size=14)
    .map("\n\n".join)
    .map(lambda text: f"# Incident report\n\n## Timeline\n\n## Root cause\n\n{text}\n")
)
"""Texts that count as postmortems, whatever else stands in them."""
