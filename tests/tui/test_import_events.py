"""Events from a file: a key asks for it, shows what is in it, and takes what was chosen in one act."""

from __future__ import annotations

import stat
from pathlib import Path

from pmtui.tui.steps.import_events import EventsFromFile
from pmtui.tui.widgets.prompt import PathPrompt


async def test_events_of_a_file_are_previewed_chosen_and_taken_as_one_act(open_app, make_session, tmp_path: Path):
    log = tmp_path / "chat.txt"
    log.write_text("14:02 alert fires\n14:03 lunch?\n14:05 roll back\n")
    async with open_app(make_session(), step="timeline") as sitting:
        await sitting.press("escape", "I")
        await sitting.until(lambda: isinstance(sitting.app.screen, PathPrompt))
        sitting.app.screen.field.insert(str(log))
        await sitting.press("enter")
        await sitting.until(lambda: isinstance(sitting.app.screen, EventsFromFile))
        screen = sitting.app.screen
        await sitting.until(lambda: screen.list.has_focus and screen.list.row_id is not None)
        await sitting.press("tab")
        screen.field.insert("lun")
        await sitting.until(lambda: [row.text for row in screen.choice.rows(screen.field.text)] == ["lunch?"])
        await sitting.press("tab")
        await sitting.until(lambda: screen.list.has_focus and screen.list.row_id == screen.choice.rows("lun")[0].id)
        await sitting.press("space")
        await sitting.until(lambda: "2 of 3 events chosen" in screen.choice.heading)
        await sitting.press("enter")
        await sitting.until(lambda: len(sitting.session.timeline) == 2)
        assert [event.text for event in sitting.session.timeline] == ["alert fires", "roll back"]
        assert sitting.session.timeline[0].source == "chat.txt"
        await sitting.press("ctrl+z")
        await sitting.until(lambda: sitting.session.timeline == ())


async def test_the_clipboard_s_picture_is_a_figure(open_app, make_session, tmp_path: Path, monkeypatch):
    program = tmp_path / "bin" / "xclip"
    program.parent.mkdir()
    (tmp_path / "picture").write_bytes(b"\x89PNG\r\n\x1a\npixels")
    program.write_text(f"#!/bin/sh\nexec /bin/cat {tmp_path}/picture\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent))
    async with open_app(make_session(), step="evidence") as sitting:
        await sitting.press("f4")
        await sitting.until(lambda: len(sitting.session.evidence) == 1)
        (figure,) = sitting.session.evidence
        assert (figure.kind, figure.path) == ("screenshot", "clipboard.png")
        assert sitting.meeting.editing.opened.attached_files.read(figure.path).endswith(b"pixels")
        (tmp_path / "picture").write_bytes(b"words")
        await sitting.press("f4")
        await sitting.until(lambda: "holds no picture" in sitting.said)
        assert len(sitting.session.evidence) == 1
