"""The benchmark runs, from one end to the other, with tiny sizes; its arithmetic is right."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from benchmarks.journeys import Hops
from benchmarks.measure import Line, by_turns, percentile, table

ROOT = Path(__file__).resolve().parent.parent


def test_the_whole_table_is_printed() -> None:
    command = [sys.executable, "-m", "benchmarks", "--quick"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    rows = [line.split("|")[1].strip() for line in done.stdout.splitlines()[2:]]
    page = (ROOT / "docs" / "benchmarks.md").read_text()
    for begins in (
        "log", "edit to durable", "another program wrote", "export as JSON", "export as Markdown",
        "first paint, library", "first paint, meeting", "move the cursor", "type a letter", "go to", "look for changes",
        "size of the index", "a keystroke of search", "log among", "list", "memory of log",
        "memory of export", "memory of the meeting", "memory of the library",
    ):  # fmt: skip
        assert any(row.startswith(begins) for row in rows), begins
        assert begins in page, begins


def test_a_line_says_whether_its_goal_is_met() -> None:
    good, over, open_ = (
        Line("a", "b", 30, 20, goal=1.5), Line("a", "b", 31, 20, goal=1.5), Line("a", "b", 31, 20),
    )  # fmt: skip
    assert [good.good, over.good, open_.good] == [True, False, None]
    printed = table([good, over])
    assert "1.50" in printed
    assert "OVER" in printed.splitlines()[3]


def test_turns_are_taken_one_after_the_other_and_the_first_round_is_not_counted() -> None:
    calls: list[str] = []

    def act(name: str) -> float:
        calls.append(name)
        return len(calls)

    assert by_turns(2, lambda: act("ours"), lambda: act("floor")) == [[3, 5], [4, 6]]
    assert calls == ["ours", "floor"] * 3


def test_the_percentile_is_a_number_that_was_measured() -> None:
    numbers = list(range(1, 101))
    assert (percentile(numbers, 0.95), percentile(numbers, 1), percentile([1], 0.95)) == (95, 100, 1)


def test_a_journey_counts_what_is_called_of_ours_in_every_thread_and_nothing_else() -> None:
    from pmtui.session.text import one_line

    hops = Hops()
    before = sys.getprofile(), threading.getprofile()
    hops.watch()
    try:
        one_line("not counted yet")
        with hops.counted():
            "a".join(sorted(["b"]))
            other = threading.Thread(target=one_line, args=("a\nb",))
            other.start()
            other.join()
    finally:
        sys.setprofile(before[0])
        threading.setprofile(before[1])
    (_, files, functions, calls) = hops.row("one line")
    assert (files, functions, calls) == ("1", "1", "1")
