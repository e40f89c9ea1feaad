"""Random block Markdown in a report: readers take it alike, nothing in it is live, and none of its words is lost."""

from __future__ import annotations

import shutil
import subprocess
import time
from random import Random

from pmtui.report.blocks import block
from tests.report.random_texts import judge, random_text, visible_words

_TOGETHER = 300
"""Texts that go to pandoc in one report."""


def run(seconds: float, seed: int) -> str:
    """Judge random texts until the time is up; each few hundred go to pandoc as well, where there is one."""
    end = time.monotonic() + seconds
    random = Random(seed)
    pandoc = shutil.which("pandoc")
    judged = asked = 0
    while judged == 0 or time.monotonic() < end:
        texts = [random_text(random) for _ in range(_TOGETHER)]
        for text in texts:
            try:
                judge(text, thorough=judged % 8 == 0)
            except AssertionError as error:
                raise AssertionError(f"{text!r}: {error}") from None
            judged += 1
        if pandoc and judged % (_TOGETHER * 4) == 0:
            ask_pandoc(pandoc, texts)
            asked += len(texts)
    third = f", {asked:,} of them by pandoc too" if pandoc else ""
    return f"{judged:,} random texts judged{third}: none broke a report"


def ask_pandoc(pandoc: str, texts: list[str]) -> None:
    """Hold what pandoc shows of the texts against what GitHub's renderer shows.

    Raises:
        AssertionError: they differ.
    """
    made = [block(text) for text in texts]
    report = "".join(f"## Part {n}\n\n{each}\n\n" for n, each in enumerate(made))
    command = [pandoc, "-f", "gfm", "-t", "html", "--wrap=preserve"]
    html = subprocess.run(command, input=report, capture_output=True, text=True, check=True).stdout
    ours, theirs = visible_words(report), visible_words(html, is_html=True)
    assert len(theirs) == len(ours) == len(texts) + 1, "pandoc finds other headings"
    for typed, written, one, other in zip(texts, made, ours[1:], theirs[1:], strict=True):
        assert one == other, f"{typed!r}: {written!r}: pandoc shows {other!r}, GitHub {one!r}"
