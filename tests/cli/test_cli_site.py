"""`pmtui site`: the final reviews as a folder of pages, in which nothing foreign is touched."""

from __future__ import annotations

import errno
import json
import os
from base64 import b64encode
from pathlib import Path
from typing import NoReturn

import pytest

from pmtui.app import site_folder
from pmtui.app.site_folder import MARKER, SiteFolder
from pmtui.library.disk import ChangedMeanwhile
from tests.cli.conftest import Run


def document(n: int, headline: str, *, status: str = "final", overview: str = "", audience: str = "technical") -> str:
    """A session document."""
    details = {"headline": headline, "product": "Checkout", "incident_date": f"2026-11-0{n}", "audience": audience}
    return json.dumps({
        "format": "pmtui-session", "version": 2, "id": f"019a0000-0000-7000-8000-00000000000{n}", "status": status,
        "created_at": "2026-11-20T09:00:00Z", "key_details": details, "summary": {"overview": overview},
    })  # fmt: skip


@pytest.fixture(autouse=True)
def _three(run: Run, tmp_path: Path) -> None:
    for n, status in ((1, "final"), (2, "final"), (3, "draft")):
        keep(run, tmp_path, document(n, f"Number {n}", status=status))


def keep(run: Run, folder: Path, text: str, *options: str) -> None:
    (folder / "one.json").write_text(text)
    assert run("import", *options, "one.json").status == 0


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def held(folder: Path) -> dict[str, str]:
    """The files of a site and what they hold, without its marker and what a dead writer left."""
    return {name: (folder / name).read_text() for name in names(folder) if not name.startswith(".pmtui-")}


PAGES = [f"reviews/2026-11-0{n}-checkout-00000{n}.html" for n in (1, 2, 3)]


def test_final_reviews_become_pages_and_one_that_was_reopened_goes(run: Run, tmp_path: Path) -> None:
    done = run("site", "a/site")
    assert (done.status, done.out) == (0, "")
    assert done.err == "pmtui: a/site/index.html: 2 reviews, 4 files written\n"
    folder = tmp_path / "a" / "site"
    assert names(folder) == [MARKER, "feed.xml", "index.html", *PAGES[:2]]
    index = (folder / "index.html").read_text()
    assert "Number 2" in index and "Number 3" not in index
    (folder / "CNAME").write_text("reviews.example.org")
    assert run("site", "a/site").err == "pmtui: a/site/index.html: 2 reviews, 0 files written\n"
    assert run("status", "000001", "draft").status == 0
    assert run("status", "000003", "final").status == 0
    again = run("site", "a/site", "--title", "Payments")
    assert again.err == "pmtui: a/site/index.html: 2 reviews, 4 files written, 1 removed\n"
    assert names(folder) == [MARKER, "CNAME", "feed.xml", "index.html", *PAGES[1:]]
    assert "← Payments" in (folder / PAGES[1]).read_text()


def test_a_folder_of_somebody_else_s_and_a_file_in_the_way_are_refused(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "home"
    other.mkdir()
    (other / "index.html").write_text("mine")
    run("site", "home").refused("home: holds files that are no site of pmtui: name a folder that is new or empty")
    (other / MARKER).write_text("no marker of ours")
    run("site", "home").refused("home: holds files")
    (tmp_path / "file").write_text("mine")
    run("site", "file").refused("file: is no folder")
    assert run("site", "site").status == 0
    assert run("status", "000003", "final").status == 0
    (tmp_path / "site" / PAGES[2]).write_text("mine")
    run("site", "site").refused(f"site/{PAGES[2]}: was not written by pmtui")
    assert (tmp_path / "site" / PAGES[2]).read_text() == "mine" and (other / "index.html").read_text() == "mine"
    run("site", "").refused("no folder named")
    run("site", "other", "--url", "docs.example").refused("--url 'docs.example': no address")


def test_a_marker_that_names_other_files_has_nothing_deleted(run: Run, tmp_path: Path) -> None:
    assert run("site", "site").status == 0
    (tmp_path / "mine.html").write_text("mine")
    marker = {"format": "pmtui-site", "files": ["../mine.html", "reviews/../../mine.html", "/etc/x.html", 7, *PAGES]}
    (tmp_path / "site" / MARKER).write_text(json.dumps(marker))
    (tmp_path / "site" / "index.html").unlink()
    (tmp_path / "site" / "feed.xml").unlink()
    assert run("site", "site").status == 0
    assert (tmp_path / "mine.html").read_text() == "mine"


def test_with_a_likely_secret_and_nobody_to_ask_nothing_is_written(run: Run, tmp_path: Path) -> None:
    keep(run, tmp_path, document(4, "Number 4", overview="It ran PGPASSWORD=hunter2secret psql; ada@acme.io saw it."))
    refused = run("site", "site")
    assert (refused.status, refused.out) == (1, "")
    assert refused.err.splitlines() == [
        "pmtui: 2026-11-04-checkout-000004.json: Summary: In a few sentences: Password: …",
        "pmtui: nothing was written: --mask masks them, --as-is leaves them",
    ]
    assert not (tmp_path / "site").exists()
    page = tmp_path / "site" / "reviews" / "2026-11-04-checkout-000004.html"
    assert run("site", "site", "--mask").status == 0
    assert "hunter2" not in page.read_text() and "[masked: password]" in page.read_text()
    assert run("site", "site", "--as-is").status == 0
    assert "hunter2secret" in page.read_text()


def test_on_a_terminal_it_is_asked_once_for_all(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in (4, 5):
        keep(run, tmp_path, document(n, f"Number {n}", overview="It ran PGPASSWORD=hunter2secret psql."))
    monkeypatch.setattr("tests.cli.conftest._Stream.isatty", lambda self: True)
    done = run("site", "site", stdin="m\n")
    assert done.status == 0 and done.err.count("m masks them") == 1 and done.err.count("Password: …") == 2
    for path in (tmp_path / "site").rglob("*.html"):
        assert "hunter2" not in path.read_text()


def test_personal_data_is_asked_about_where_customers_read_it(run: Run, tmp_path: Path) -> None:
    keep(run, tmp_path, document(4, "Number 4", overview="ada@acme.io saw it.", audience="customer"))
    refused = run("site", "site")
    assert refused.status == 1 and "E-mail address: ada@acme.io" in refused.err


def test_the_page_of_a_review_that_cannot_be_read_stays(run: Run, tmp_path: Path) -> None:
    assert run("site", "site").status == 0
    (tmp_path / "library" / "2026-11-01-checkout-000001.json").write_text("<<<<<<< noise")
    done = run("site", "site")
    assert done.status == 0 and "2026-11-01-checkout-000001.json: left out:" in done.err
    assert (tmp_path / "site" / PAGES[0]).exists()
    assert "Number 1" not in (tmp_path / "site" / "index.html").read_text()


def test_a_library_that_is_out_of_reach_and_a_full_disk_leave_the_site_as_it_is(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("site", "site").status == 0
    before = held(tmp_path / "site")
    run("site", "site", "--library", "unmounted").refused("unmounted: there is no such library")

    def full(path: Path, data: bytes, **_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(site_folder, "write_file", full)
    run("site", "site", "--title", "Payments").refused("site/reviews/", "no space left on device", status=3)
    assert held(tmp_path / "site") == before


def test_two_programs_may_write_one_site_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_file, met = site_folder.write_file, list[Path]()

    def beaten(path: Path, data: bytes, *, like: os.stat_result | None = None) -> object:
        if path not in met:
            met.append(path)
            path.write_bytes(b"of the other")
            raise ChangedMeanwhile
        return write_file(path, data, like=like)

    monkeypatch.setattr(site_folder, "write_file", beaten)
    files = {"index.html": "ours", "feed.xml": "ours"}
    SiteFolder(tmp_path / "site").write(files.keys(), files.items())
    assert held(tmp_path / "site") == files


def test_a_kill_at_any_write_leaves_whole_files_and_the_next_one_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, folder = site_folder._put, tmp_path / "site"
    old = {"index.html": "old", "feed.xml": "old", "reviews/a.html": "old", "reviews/b.html": "old"}
    new = {"reviews/a.html": "new", "reviews/c.html": "new", "index.html": "new", "feed.xml": "new"}
    folder.mkdir()
    (folder / ".pmtui-0123456789ab.tmp").write_text("of a writer that died")
    for fatal in range(6):
        writes = 0

        def dying(path: Path, data: bytes, last: int = fatal) -> bool:
            nonlocal writes
            writes += 1
            if writes > last:
                raise KeyboardInterrupt
            return put(path, data)

        monkeypatch.setattr(site_folder, "_put", dying)
        with pytest.raises(KeyboardInterrupt):
            SiteFolder(folder).write(new.keys(), new.items())
        monkeypatch.setattr(site_folder, "_put", put)
        assert held(folder).keys() <= old.keys() | new.keys()
        assert all(text in ("old", "new") for text in held(folder).values())
        SiteFolder(folder).write(old.keys(), old.items())
        assert held(folder) == old


def test_a_drawing_in_a_page_and_the_names_of_files_are_looked_at(run: Run, tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><text>PGPASSWORD=hunter2secret psql</text></svg>'
    keep(run, tmp_path, document(4, "Number 4"))
    assert run("status", "000004", "draft").status == 0
    (tmp_path / "graph.svg").write_text(svg)
    (tmp_path / "app.log").write_text("PGPASSWORD=hunter2secret psql")
    assert run("attach", "graph.svg", "app.log", "-s", "000004").status == 0
    assert run("status", "000004", "final").status == 0
    refused = run("site", "site")
    assert refused.status == 1 and "attachment graph.svg, line 1" in refused.err
    assert "app.log" not in refused.err, "it stays in the library"
    assert run("site", "site", "--mask").status == 0
    page = (tmp_path / "site" / "reviews" / "2026-11-04-checkout-000004.html").read_text()
    assert b64encode(svg.encode()).decode() not in page and "data:image/svg+xml" in page
