"""Type the example anew, through the program itself, as people would: `make example`, or `python docs/example.py DIR`.

`new`, then the captured lines through `log -`, the rest in the app by key, in a real terminal. The words are in
`example_words.py`. Each key waits for what has to be on the screen before it, each act for the session's file: so it
runs on a busy machine, too. It takes some five minutes, up to twice as long there.

DIR is a folder without reviews: nothing is overwritten. `pmtui --library DIR export latest` then gives
`example-report.md`, but for the last line, which holds the id.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).absolute().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

import example_words as words  # noqa: E402
from hand import Hand  # noqa: E402

from pmtui.library.folder import Library  # noqa: E402
from pmtui.session import paths  # noqa: E402
from pmtui.session.document import Session, Why  # noqa: E402
from tests.terminal import terminal  # noqa: E402

VERDICT_KEYS = {"root": "r", "contributing": "b", "ruled_out": "x", "not_followed": "n"}
SET_STATUS = "\x12"  # ctrl+r


def capture(folder: Path, env: dict[str, str]) -> None:
    """Make the session, and log what was noted during the incident."""
    program = [sys.executable, "-m", "pmtui", "--library", str(folder)]

    def call(*arguments: str, stdin: str | None = None) -> None:
        subprocess.run([*program, *arguments], input=stdin, text=True, check=True, env=os.environ | env, cwd=ROOT)

    call("new", "--product", words.PRODUCT, "--date", words.DATE, "--timezone", words.ZONE, "--no-open")
    call("log", "-s", "latest", "-", stdin=words.CAPTURE)


def details(hand: Hand) -> None:
    """Key details, summary, impact, statement: the fields."""
    for path, text in words.FIELDS.items():
        hand.put(path, text)
    for path, value in words.CHOICES.items():
        hand.choose(path, value)
    for measure in words.MEASURES:
        hand.add("impact.measures", measure)
    for section in words.SECTIONS:
        hand.add("summary.sections", section)


def opening(hand: Hand) -> None:
    """The questions that people came with; a topic that is parked from another step."""
    for question, _, _ in words.QUESTIONS:
        hand.add("parking_lot", question)
    hand.go("Resources")
    hand.app.keys("f9")
    hand.see(lambda s: "Park a topic" in s.text and "tab a question" in s.bottom, "the line that parks")
    hand.app.type(words.PARKED_TOPIC)
    hand.app.keys("enter")
    hand.kept(lambda s: any(p.text == words.PARKED_TOPIC for p in s.parking_lot), "the parked topic")
    hand.app.keys("escape")
    hand.see(lambda s: "Park a topic" not in s.text, "the line that parks, closed")


def resources(hand: Hand) -> None:
    """What was secured, and where it is."""
    for text, location in words.RESOURCES:
        hand.add("resources", text)
        hand.edit("resources", text, {"location": location, "secured": "yes"})


def evidence(hand: Hand) -> None:
    """A pasted chat and log, and links."""
    for caption, body in (words.CHAT, words.LOG):
        hand.go_to_list("evidence")
        hand.app.type(caption)
        hand.app.paste(body)
        hand.kept(lambda s, c=caption: next(e for e in s.evidence if e.caption == c).body, caption)
    for link in words.LINKS:
        hand.add("evidence", link)
    hand.edit("evidence", words.CHAT[0], {"kind": "chat"})
    for link in words.READING:
        hand.add("further_reading", link)


def timeline(hand: Hand) -> None:
    """What capture left out; then every event in words for those who were not there."""
    for line in words.EVENTS:
        hand.add("timeline", line)
    for told in words.TOLD:
        values = {"kind": told.kind, "source": told.source}
        values |= {"text": told.text} if told.text else {}
        values |= {"known": told.known} if told.known else {}
        values |= {"known_now": told.known_now} if told.known_now else {}
        hand.edit("timeline", told.found, values)
    for text, names in words.MILESTONES:
        for name in names:
            hand.find("timeline", text)
            hand.pick("f2", name)
            hand.kept(lambda s, n=name: getattr(s.key_details, f"{n}_at"), name)


def five_whys(hand: Hand) -> None:
    """The tree, answer by answer; then what each was judged to be, and what shows it."""
    hand.go("Five whys")
    hand.see(lambda s: "enter add" in s.bottom and s.lit(), "the line of the tree")
    hand.app.type(words.PROBLEM)
    hand.app.keys("enter")
    hand.kept(lambda s: s.root_cause.problem == words.PROBLEM, "the problem")
    _answer(hand, None, words.WHYS)
    for why in _all(words.WHYS):
        if why.verdict:
            hand.find("root_cause.whys", why.text)
            hand.app.keys(VERDICT_KEYS[why.verdict])
            hand.kept(lambda s, w=why: _why(s, w).verdict == w.verdict, why.text)
        for n, figure in enumerate(why.figures, 1):
            hand.find("root_cause.whys", why.text)
            hand.pick("f5", figure)
            hand.kept(lambda s, w=why, n=n: len(_why(s, w).evidence) == n, f"{figure} of {why.text}")


def _answer(hand: Hand, parent: words.Why | None, whys: Iterable[words.Why]) -> None:
    for why in whys:
        if parent is None:
            hand.go("Problem", "Five whys")
            hand.see(lambda s: s.commanding and s.row(words.PROBLEM), "the problem's row")
        else:
            hand.find("root_cause.whys", parent.text)
        hand.app.keys("a")
        hand.see(lambda s: "enter add" in s.bottom and s.lit(), "the line of the tree")
        hand.app.type(why.text)
        hand.app.keys("enter")
        hand.kept(lambda s, w=why: _why(s, w), why.text)
        _answer(hand, why, why.whys)


def _all(whys: Iterable[words.Why]) -> Iterator[words.Why]:
    for why in whys:
        yield why
        yield from _all(why.whys)


def _why(session: Session, wanted: words.Why) -> Why:
    return next(why for _, why in paths.walk(session.root_cause.whys) if why.text == wanted.text)


def lessons(hand: Hand) -> None:
    """What was learned; well, wrong, lucky."""
    for section, notes in words.NOTES_OF.items():
        for note in notes:
            hand.add(section, note)


def actions(hand: Hand) -> None:
    """Each from the answer that it comes from, with one key."""
    for task in words.TASKS:
        count = len(hand.session.actions)
        hand.find("root_cause.whys", task.source)
        hand.app.keys("f4")
        hand.kept(lambda s, n=count: len(s.actions) == n + 1, task.text)
        done = {"status": "done", "done_at": task.done} if task.done else {}
        hand.fill("actions", hand.session.actions[-1].id, {
            "text": task.text, "owner": task.owner, "due": task.due, "ticket": task.ticket, "kind": task.kind,
            "horizon": task.horizon, "priority": task.priority, "description": task.description, **done,
        })  # fmt: skip


def close(hand: Hand) -> None:
    """The questions are answered; the review goes to those who read it."""
    for question, answer, owner in words.QUESTIONS:
        hand.edit("parking_lot", question, {"answer": answer, "owner": owner}, step="evidence")
    hand.go("Close")
    hand.see(lambda s: "ctrl+r makes it" in s.text, "the close")
    hand.app.keys(SET_STATUS)
    hand.kept(lambda s: s.status == "in_review", "the status")


@contextmanager
def nobodys_own() -> Iterator[dict[str, str]]:
    """An environment without anybody's own settings."""
    with tempfile.TemporaryDirectory() as home:
        yield {"HOME": home, "PMTUI_CONFIG": f"{home}/config.toml", "XDG_CACHE_HOME": home, "TZ": "UTC"}


def main(folder: Path) -> None:
    """Build it."""
    with nobodys_own() as env:
        capture(folder, env)
        with terminal("--library", folder, "open", "latest", size=(120, 44), env=env) as app:
            app.until("✓ saved")
            hand = Hand(app, Library(folder))
            for part in (opening, details, resources, evidence, timeline, five_whys, lessons, actions, close):
                sys.stderr.write(f"{part.__name__} …\n")
                part(hand)
            app.keys("ctrl+q")
            app.wait()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python docs/example.py DIR: name the folder of the library to make")
    if any(Path(sys.argv[1]).glob("*.json")):
        sys.exit(f"{sys.argv[1]}: there are reviews in it already: name a new folder")
    main(Path(sys.argv[1]).absolute())
