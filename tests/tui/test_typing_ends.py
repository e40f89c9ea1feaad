"""Every kind of field, and every way in which the program may end while somebody types into it.

What it calls saved is on disk; at TERM and HUP all that was typed is saved, half a line, too; a full disk is said, the
meeting goes on, and all is saved once there is room.
"""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pmtui.app.saving import SaveState
from pmtui.library.bookmarks import write_bookmark
from pmtui.library.drafts import Drafts
from pmtui.library.folder import Library
from pmtui.library.ids import new_session, uuid7
from pmtui.session import codec, edits
from pmtui.session.document import Action, Session, Why
from pmtui.session.paths import all_items
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.status_bar import saved_words
from tests.terminal import Terminal, go_to, left_as_found, terminal

Way = Callable[[Terminal], None]


@dataclass(frozen=True)
class Kind:
    """A kind of field: the way there from anywhere in the meeting, what to type, and what that comes to."""

    name: str
    way: Way
    typed: str
    value: object
    found: Callable[[Session], object]
    enter: bool = False
    """Whether Enter makes an item of it, which is saved then; else it is saved a moment after the last key."""
    back: tuple[str, ...] = ()
    """What each Escape on the way back to the meeting takes away."""
    shown: str = ""
    """What is seen once all of it was typed, where that is not what was typed."""

    def type(self, app: Terminal) -> None:
        """Go there and type it, until all of it is on the screen."""
        self.way(app)
        app.type(self.typed)
        app.until(self.shown or self.typed)

    def leave(self, app: Terminal) -> None:
        """Go back to the meeting."""
        for gone in self.back:
            app.keys("escape")
            app.until(lambda gone=gone: gone not in app.text)


def to(query: str, shown: str, *keys: str) -> Way:
    """Go to a step or a field where `shown` stands then, and press some keys there."""

    def go(app: Terminal) -> None:
        go_to(app, query, shown)
        app.keys(*keys)

    return go


def then(way: Way, *more: tuple[str, str]) -> Way:
    """A way, and then keys, each with what is seen once it has done its work."""

    def go(app: Terminal) -> None:
        way(app)
        for key, shown in more:
            app.keys(key)
            app.until(shown)

    return go


def here(app: Terminal) -> None:
    """Wherever one is."""


def to_actions(app: Terminal) -> None:
    """Into the list of actions."""
    go_to(app, "acti", lambda: "▸ Actions" in app.text and "enter add" in app.text)
    app.keys("escape")
    app.until(" a add ")


_ACTION = then(to_actions, ("enter", "Verb first, one outcome"))
_FORM = ("tab next field",)
_EVENT = ("Event  ▌",)
_PRESENT = ("esc leaves the field", "v leaves")
_WHYS = to("five", "▸ Five whys")


def last(items: tuple[Any, ...]) -> Any:
    return items[-1].text if items else None


KINDS = (
    Kind(
        "line", to("headl", "an outsider"),
        "Cards refused in Europe", "Cards refused in Europe", lambda s: s.key_details.headline,
    ),
    Kind(
        "date", to("review d", "When the actions are"),
        "02-12-2026", date(2026, 12, 2), lambda s: s.key_details.review_date,
    ),
    Kind(
        "time", to("star", "When it began"),
        "14:03", "2026-11-18T14:03:00Z", lambda s: s.key_details.started_at,
    ),
    Kind(
        "zone", to("time z", "How times are shown", "ctrl+u"),
        "Europe/Lisbon", "Europe/Lisbon", lambda s: s.key_details.timezone,
    ),
    Kind(
        "names", to("tags", "To find it by"),
        "cards, expiry", ("cards", "expiry"), lambda s: s.key_details.tags,
    ),
    Kind(
        "choice", to("audi", "1–3 picks"),
        "2", "business", lambda s: s.key_details.audience, shown="● business",
    ),
    Kind(
        "text", to("impa", "Who could not do what"),
        "Nobody paid\rwith a card", "Nobody paid\nwith a card", lambda s: s.impact.statement, shown="with a card",
    ),
    Kind(
        "add line", to("reso", "▸ Resources"),
        "Logs of db1", "Logs of db1", lambda s: last(s.resources), enter=True,
    ),
    Kind(
        "event", to("timel", "▸ Timeline"),
        "14:09 rolled back", "rolled back", lambda s: last(s.timeline), enter=True,
    ),
    Kind(
        "column", then(to("well", "▸ Well"), ("tab", "An outdated")),
        "Nobody was paged", "Nobody was paged", lambda s: last(s.lessons.went_wrong), enter=True,
    ),
    Kind(
        "new why", _WHYS,
        "Nothing warned us", "Nothing warned us", lambda s: last(s.root_cause.whys), enter=True,
    ),
    Kind(
        "why in place", then(_WHYS, ("escape", " a add "), ("home", "“Cards were refused”"), ("down", "“It expired”"),
                             ("enter", "A fact that can be checked; ")),
        " at night", "It expired at night", lambda s: s.root_cause.whys[0].text,
        back=_FORM, shown="It expired at night",
    ),
    Kind(
        "conclusion", to("root", "The roots in a few"),
        "A calendar entry", "A calendar entry", lambda s: s.root_cause.statement,
    ),
    Kind(
        "form line", then(_ACTION, ("tab", "One person, not a team")),
        "Sam Q.", "Sam Q.", lambda s: s.actions[0].owner, back=_FORM,
    ),
    Kind(
        "form text", then(_ACTION, ("shift+tab", "How one sees that it is done")),
        "It is renewed\rby a machine", "It is renewed\nby a machine", lambda s: s.actions[0].description,
        back=_FORM, shown="by a machine",
    ),
    Kind(
        "quick event", then(here, ("f6", "14:09 alert fired")),
        "14:20 all is well", "all is well", lambda s: last(s.timeline), enter=True, back=_EVENT,
    ),
    Kind(
        "quick idea", then(here, ("f9", "Park a topic"), ("shift+tab", "Park an idea")),
        "Renew by machine", ("idea", "Renew by machine"),
        lambda s: (s.parking_lot[-1].kind, s.parking_lot[-1].text) if s.parking_lot else None,
        enter=True, back=("Park an idea",),
    ),
    Kind(
        "present", then(to_actions, ("v", "v leaves"), ("a", "esc leaves the field")),
        "Alert 30 days before", "Alert 30 days before", lambda s: last(s.actions), enter=True, back=_PRESENT,
    ),
    Kind(
        "quick in present", then(to_actions, ("v", "v leaves"), ("f6", "14:09 alert fired")),
        "14:44 payments come in", "payments come in", lambda s: last(s.timeline), enter=True, back=_EVENT + _PRESENT,
    ),
)  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A session in which each kind of field can be reached."""
    library = Library(tmp_path / "library")
    made = new_session(product="Checkout", incident_date=date(2026, 11, 18))
    made = edits.set_field(made, "root_cause.problem", "Cards were refused")
    made = edits.add_why(made, None, Why(id=uuid7(), text="It expired"))
    made = edits.add_items(made, "actions", [Action(id=uuid7(), text="Renew by hand")])
    file = library.create(made).path
    write_bookmark(library.folder, made.id, "key_details")
    return file


def read(path: Path) -> Session:
    return Library(path.parent).read(path)


def called_saved(app: Terminal) -> bool:
    """Whether the screen says that all is saved: at the top, or in present mode at the bottom."""
    lines = app.text.split("\n")
    return ("✓ saved" in lines[0] and "not added" not in lines[0]) or lines[-1].rstrip().endswith("✓")


def until_the_word_is_of_this(app: Terminal, path: Path, kind: Kind) -> None:
    """Wait until “saved” has gone, or is true again: it goes a moment after the letters are shown."""
    app.until(lambda: not called_saved(app) or kind.found(read(path)) == kind.value)


FULL = """
import errno, os, pathlib, sys, tempfile
from pmtui.library.disk import Disk
flag, gettempdir = pathlib.Path(sys.argv[1]), tempfile.gettempdir
def filling(create):
    def created(self, path, mode):
        if flag.exists() and path.startswith(flag.read_text()):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return create(self, path, mode)
    return created
def found():
    if flag.exists() and not flag.read_text():
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")
    return gettempdir()
Disk.create, Disk.create_unnamed = filling(Disk.create), filling(Disk.create_unnamed)
tempfile.gettempdir = found
from pmtui.cli.program import main
sys.exit(main(sys.argv[2:]))
"""
"""The program where, as long as the file that its first argument names is there, disks are full: where paths begin as
that file says; if it is empty, all of them, and then Python finds no folder for temporary files either."""


def in_the_meeting(path: Path, *, full: Path | None = None) -> AbstractContextManager[Terminal]:
    arguments = ("--library", path.parent, "open", "latest")
    home = {"HOME": str(path.parents[1])}
    if full is None:
        return terminal(*arguments, env=home)
    return terminal(full, *arguments, program=("-c", FULL), env={"TMPDIR": str(full.parent)} | home)


def test_what_is_called_saved_survives_a_kill(path: Path) -> None:
    """Each kind in turn: at the moment at which all is called saved, what was typed is in the file."""
    with in_the_meeting(path) as app:
        app.until("Key details")
        for kind in KINDS:
            kind.type(app)
            until_the_word_is_of_this(app, path, kind)
            if kind.enter:
                app.keys("enter")
            app.until(lambda: called_saved(app))
            assert kind.found(read(path)) == kind.value, kind.name
            kind.leave(app)
        app.signal(signal.SIGKILL)
        app.wait()
    assert_all_there(read(path))


def assert_all_there(session: Session) -> None:
    """Everything that each kind was given, also where others came behind it in the same list."""
    events = {event.text for event in session.timeline}
    for kind in KINDS:
        assert kind.found(session) == kind.value or kind.value in events, kind.name


TOGETHER = (
    ("add line", "event", "date"), ("column", "names", "time"), ("line", "new why", "text"),
    ("quick event", "zone", "why in place"), ("quick idea", "form line", "present"),
    ("present", "choice", "form text"), ("quick in present", "conclusion", "column"), ("time", "text", "quick idea"),
)  # fmt: skip
"""Two that are typed and left, and one that is being typed: starting the program costs more than typing into it."""


@pytest.mark.parametrize("names", TOGETHER, ids=" + ".join)
def test_a_signal_in_the_middle_of_typing_saves_all_of_it(path: Path, names: tuple[str, ...]) -> None:
    kinds = [next(kind for kind in KINDS if kind.name == name) for name in names]
    number = signal.SIGHUP if TOGETHER.index(names) % 2 else signal.SIGTERM
    with in_the_meeting(path) as app:
        app.until("Key details")
        for kind in kinds:
            kind.type(app)
            if kind is not kinds[-1]:
                kind.leave(app)
        app.signal(number)
        assert app.wait() == 128 + number
        assert left_as_found(app)
    session = read(path)
    assert [kind.found(session) for kind in kinds] == [kind.value for kind in kinds]
    texts = [getattr(item, "text", "") for _, item in all_items(session)]
    assert len(texts) == len(set(texts)) == 2 + sum(kind.enter for kind in kinds), "each is there once"


def test_no_kind_is_left_out() -> None:
    assert {name for names in TOGETHER for name in names} == {kind.name for kind in KINDS}


UNREADABLE = {
    "in two": to("review d", "When the actions are"),
    "14:0x": to("star", "When it began"),
    "Europe/Lis": to("time z", "How times are shown", "ctrl+u"),
}


def test_what_cannot_be_read_yet_is_kept_for_its_field_at_a_signal(path: Path) -> None:
    before = read(path)
    with in_the_meeting(path) as app:
        app.until("Key details")
        for typed, way in UNREADABLE.items():
            way(app)
            app.type(typed)
            app.until(typed)
        app.signal(signal.SIGTERM)
        assert app.wait() == 128 + signal.SIGTERM
        assert left_as_found(app)
    assert read(path) == before, "the old values stand, and nothing is parked"
    assert {key.field: text for key, text in Drafts(path.parent, before.id).read().items()} == {
        "key_details.review_date": "in two", "key_details.started_at": "14:0x", "key_details.timezone": "Europe/Lis",
    }  # fmt: skip
    with in_the_meeting(path) as app:
        app.until("3 values not understood")
        for typed, query in {"in two": "review d", "14:0x": "star", "Europe/Lis": "time z"}.items():
            go_to(app, query, typed)


def open_filter(app: Terminal) -> None:
    app.until("Checkout")
    app.keys("/")
    app.until("the filter stays")


def open_new_review(app: Terminal) -> None:
    app.until("Checkout")
    app.keys("n")
    app.until("A new review")


@pytest.mark.parametrize(("way", "number"), [(open_filter, signal.SIGTERM), (open_new_review, signal.SIGHUP)])
def test_a_signal_in_the_library_breaks_nothing(path: Path, way: Way, number: int) -> None:
    before = path.read_bytes()
    with terminal("--library", path.parent) as app:
        way(app)
        app.type("Half a wo")
        app.until("Half a wo")
        app.signal(number)
        assert app.wait() == 128 + number
        assert left_as_found(app)
    assert path.read_bytes() == before
    assert Library(path.parent).names() == [path.name]


def test_a_full_disk_is_said_and_all_that_was_typed_is_saved_once_there_is_room(path: Path, tmp_path: Path) -> None:
    full, before = tmp_path / "full", path.read_bytes()
    with in_the_meeting(path, full=full) as app:
        app.until("Key details")
        full.touch()
        for kind in KINDS:
            kind.type(app)
            app.keys(*["enter"] * kind.enter)
            app.until("✗ not saved: the disk is full")
            kind.leave(app)
        assert path.read_bytes() == before
        assert [file.name for file in path.parent.iterdir() if file.is_file()] == [path.name]
        full.unlink()
        app.until(lambda: called_saved(app))
        app.signal(signal.SIGKILL)
        app.wait()
    assert_all_there(read(path))


def typed_on_a_full_disk(app: Terminal, number: int) -> str:
    """Type a headline, end it with a signal: what it tells at the end."""
    KINDS[0].type(app)
    app.until("✗ not saved: the disk is full")
    app.signal(number)
    assert app.wait() == 128 + number
    assert left_as_found(app)
    told = app.raw.decode().split("\x1b[?1049l")[-1].replace("\r\n", "")
    assert "pmtui: not saved: " in told and "the disk is full" in told and "Traceback" not in told
    return told


def test_a_signal_while_no_disk_takes_a_byte_ends_in_a_line_that_says_so(path: Path, tmp_path: Path) -> None:
    full, before = tmp_path / "full", path.read_bytes()
    with in_the_meeting(path, full=full) as app:
        app.until("Key details")
        full.touch()
        assert "a copy" not in typed_on_a_full_disk(app, signal.SIGTERM)
    assert path.read_bytes() == before


def test_a_signal_while_the_disk_is_full_puts_a_copy_where_there_is_room(path: Path, tmp_path: Path) -> None:
    full, before = tmp_path / "full", path.read_bytes()
    with in_the_meeting(path, full=full) as app:
        app.until("Key details")
        full.write_text(str(path.parent))
        told = typed_on_a_full_disk(app, signal.SIGHUP)
    [copy] = tmp_path.glob("pmtui-rescued-*.json")
    assert str(copy) in told and "pmtui import --into" in told
    copied = codec.decode(copy.read_bytes(), now="2026-11-20T09:00:00Z", new_id=uuid7).session
    assert KINDS[0].found(copied) == KINDS[0].value
    assert path.read_bytes() == before


async def test_an_editor_of_one_s_own_without_room_for_its_file_loses_nothing(
    open_app: Any, make_session: Callable[..., Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with open_app(make_session(), step="impact") as sitting:
        await sitting.until(lambda: isinstance(sitting.app.focused, Editor))
        await sitting.press(*"Nobody")
        monkeypatch.setattr("tempfile.mkdtemp", full)
        await sitting.press("ctrl+o")
        assert "no file can be made for the editor: no space left" in sitting.said
        await sitting.until(lambda: sitting.session.impact.statement == "Nobody")


@pytest.mark.parametrize(
    ("trouble", "wide", "narrow"),
    [
        (
            "/home/sam/a long way/2026-11-18-checkout-b6f393.json: the disk is full: make room, then save again",
            "✗ not saved: the disk is full: make room, then save again, trying again",
            "✗ not saved: the disk is full",
        ),
        (
            "/mnt/reviews: is gone: bring the folder back, then it is saved again",
            "✗ not saved: it is gone: bring the folder back, then it is saved again, trying again",
            "✗ not saved: it is gone",
        ),
        ("RuntimeError: what", "✗ not saved: RuntimeError: what, trying again", "✗ not saved: RuntimeError"),
    ],
)
def test_why_it_is_not_saved_has_room_however_long_the_path(trouble: str, wide: str, narrow: str) -> None:
    state = SaveState(saved=False, trouble=trouble)
    assert saved_words(state, narrow=False).plain == wide
    assert saved_words(state, narrow=True).plain == narrow
