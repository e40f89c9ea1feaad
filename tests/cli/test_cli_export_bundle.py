"""A report with its attached files: in a folder that can be sent anywhere, all of it or nothing."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from msgspec.structs import replace

from pmtui.app import report_bundle
from pmtui.app.report_bundle import write_bundle
from pmtui.app.report_files import ReportError, linked_files, report
from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.library.protocol import AttachedFiles
from pmtui.report.formats import export
from pmtui.session.document import Evidence, Session


@pytest.fixture
def review(library: Library) -> tuple[Session, AttachedFiles]:
    """A review with two attached files and one that is gone."""
    loaded = library.load(library.create(new_session(product="Checkout")))
    files = library.attached_files(loaded)
    paths = (files.attach(b"one", "a b.log"), files.attach(b"\x89PNG\r\n\x1a\n", "c.png"), "gone.log")
    return replace(loaded.session, evidence=tuple(Evidence(id=path, path=path) for path in paths)), files


def test_a_bundle_holds_the_report_and_what_it_links_to(tmp_path: Path, review: tuple[Session, AttachedFiles]) -> None:
    session, files = review
    text = export(session, attachments=files.name)
    left_out = write_bundle(tmp_path / "out", session, text, files, "markdown")
    held = sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert held == sorted((f"{files.name}.md", f"{files.name}/a b.log", f"{files.name}/c.png"))
    assert f"]({files.name}/a%20b.log)" in (tmp_path / "out" / f"{files.name}.md").read_text()
    assert len(left_out) == 1 and "gone.log" in left_out[0]
    with pytest.raises(ReportError, match="is there already"):
        write_bundle(tmp_path / "out", session, text, files, "markdown")
    with pytest.raises(ReportError, match="no folder"):
        write_bundle(tmp_path / "no" / "out", session, text, files, "markdown")


def test_only_what_a_report_shows_goes_along(tmp_path: Path, review: tuple[Session, AttachedFiles]) -> None:
    session, files = review
    page = export(session, "html", attachments=files.name, read_file=files.read)
    assert linked_files(session, page, files.name) == ("a b.log", "gone.log")
    assert linked_files(session, export(session, template="customer", attachments=files.name), files.name) == ()
    form = export(session, template="google-sre", attachments="../x/")
    assert linked_files(session, form, "../x") == ("a b.log", "c.png", "gone.log")


def test_a_report_says_what_it_does_not_carry(
    tmp_path: Path, library: Library, review: tuple[Session, AttachedFiles]
) -> None:
    session, files = review
    beside = report(session, files, lies_in=library.folder)
    assert f"]({files.name}/c.png)" in beside.text and beside.left_out == ()
    (said,) = report(session, files, lies_in=tmp_path).left_out
    assert said.startswith(f"it links to 3 attached files in library/{files.name}: ")


def test_a_full_disk_leaves_nothing(
    tmp_path: Path, review: tuple[Session, AttachedFiles], monkeypatch: pytest.MonkeyPatch
) -> None:
    session, files = review
    target = tmp_path / "bundles"
    target.mkdir()

    def full(path: Path, data: bytes) -> None:
        if path.suffix == ".png":
            raise OSError(errno.ENOSPC, "No space left on device")
        path.write_bytes(data)

    monkeypatch.setattr(report_bundle, "_write", full)
    with pytest.raises(OSError, match="No space"):
        write_bundle(target / "out", session, export(session, attachments=files.name), files, "markdown")
    assert list(target.iterdir()) == []
