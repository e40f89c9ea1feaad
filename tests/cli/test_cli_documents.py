"""`export`, `import`, `schema`, `keys`, `config`: what goes out, and comes in again."""

from __future__ import annotations

import errno
import json
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import jsonschema
import pytest

from pmtui import clipboard
from pmtui.cli import import_input
from pmtui.library.disk import Disk
from pmtui.library.drafts import ADD_LINE, Drafts, FieldKey
from pmtui.library.folder import Library
from pmtui.session.edits import set_field

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.fixture
def document(run: Run, tmp_path: Path) -> dict[str, Any]:
    """A session of the library as a document, which stands in `session.json` too."""
    run("new", "--no-open", "--product", "Checkout", "--date", "18-11-2026")
    run("log", "14:02 pager rings")
    run("export", "latest", "--format", "json", "-o", "session.json")
    return json.loads((tmp_path / "session.json").read_text())  # type: ignore[no-any-return]


def write(path: Path, *documents: dict[str, Any]) -> str:
    path.write_text("\n".join(json.dumps(each) for each in documents))
    return str(path)


# --- export ---


def test_the_ending_of_the_file_chooses_the_format_unless_one_is_asked_for(
    run: Run, document: dict[str, Any], tmp_path: Path
) -> None:
    for name, option, begins in (
        ("a.json", (), "{"), ("b.md", (), "# "), ("c.txt", (), "# "), ("d.json", ("--format", "markdown"), "# "),
    ):  # fmt: skip
        assert run("export", "latest", "-o", str(tmp_path / name), *option).status == 0
        assert (tmp_path / name).read_text().startswith(begins), name


def test_export_writes_the_report_to_standard_output_and_nothing_else(run: Run, document: dict[str, Any]) -> None:
    found = run("export", "latest")
    assert found.lines[0] == "# Learning review: Checkout (18-11-2026)"
    assert "pager rings" in found.out
    assert found.err == ""


def test_a_report_in_a_file_keeps_its_mode_and_its_link(run: Run, document: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text("old")
    (tmp_path / "real.md").chmod(0o640)
    (tmp_path / "link.md").symlink_to("real.md")
    found = run("export", "latest", "-o", "link.md")
    assert (found.status, found.out) == (0, "")
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text().startswith("# Learning review")
    assert stat.S_IMODE((tmp_path / "real.md").stat().st_mode) == 0o640


def test_a_report_links_the_files_from_where_it_lies(run: Run, document: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "shot.png").write_bytes(b"\x89PNG")
    (tmp_path / "reports").mkdir()
    run("attach", "shot.png")
    run("export", "latest", "-o", "reports/one.md")
    (link,) = re.findall(r"!\[[^]]*\]\(([^)]+)\)", (tmp_path / "reports/one.md").read_text())
    assert (tmp_path / "reports" / link).read_bytes() == b"\x89PNG"


def test_a_report_goes_into_a_pipe_by_its_name(run: Run, document: dict[str, Any], tmp_path: Path) -> None:
    reading, writing = os.pipe()
    try:
        assert run("export", "latest", "-o", f"/dev/fd/{writing}").status == 0
        assert os.read(reading, 100).startswith(b"# Learning review")
    finally:
        os.close(reading)
        os.close(writing)


def test_values_that_were_not_understood_are_missed_aloud(run: Run, document: dict[str, Any], library: Library) -> None:
    assert "not understood" not in run("export", "latest").err
    event = document["timeline"][0]["id"]
    drafts = Drafts(library.folder, document["id"])
    drafts.keep(FieldKey("timeline", event, "until"), "never ever")
    found = run("export", "latest")
    assert found.status == 0
    assert "1 value not understood is not in the report (“Until: never ever”): open it and press !" in found.err
    drafts.keep(FieldKey(None, None, "key_details.started_at"), "after\nlunch")
    # That of an item which is gone is missed by nobody.
    drafts.keep(FieldKey("timeline", "gone", "until"), "never")
    found = run("status", "latest", "final")
    assert "2 values not understood are not in the review (the first: “" in found.err
    assert "not added" not in found.err
    drafts.keep(FieldKey("actions", None, ADD_LINE), "call the")
    said = "1 line not added yet is not in the report (“call the”): open it and press !"
    assert said in run("export", "latest").err
    # Nothing is taken from whoever types it.
    assert FieldKey("actions", None, ADD_LINE) in Drafts(library.folder, document["id"]).read()
    assert "not understood" not in run("status", "latest", "draft").err


def test_a_report_is_never_written_over_what_the_library_keeps(
    run: Run, document: dict[str, Any], tmp_path: Path, library: Library
) -> None:
    (file,) = library.names()
    (tmp_path / "shot.png").write_bytes(b"PNG")
    run("attach", "shot.png")
    run("new", "--no-open", "--library", "other")
    theirs = Library(tmp_path / "other")
    (tmp_path / "link.md").symlink_to(library.folder / file)
    attached = library.folder / file.removesuffix(".json") / "shot.png"
    kept = [library.folder / file, attached, library.folder / ".pmtui" / "lock", theirs.folder / theirs.names()[0]]
    before = [path.read_bytes() for path in kept]
    for target in (*kept, tmp_path / "link.md", library.folder / ".pmtui" / "report.md", library.folder / ".pmtui"):
        found = run("export", file, "-o", str(target))
        assert (found.status, found.err.count("\n")) == (2, 1)
    assert [path.read_bytes() for path in kept] == before
    # What would be listed as a session, and could not be read as one, is not put beside them.
    for target in (library.folder / "report.json", theirs.folder / "report.json"):
        run("export", file, "-o", str(target)).refused("would be listed as a session", "elsewhere")
    run("export", file, "-o", str(library.folder)).refused("is a folder: name a file in it")
    # Beside the sessions there is room for reports.
    assert run("export", file, "-o", str(library.folder / "report.md")).status == 0
    assert run("export", file, "-o", str(library.folder / "report.md")).status == 0


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("-o", "nowhere/x.md"), "nowhere"),
        (("-o", "."), "is a folder"),
        (("-o", "report.DOCX"), "report.DOCX: pmtui writes no .docx: write .md or .html and convert it"),
        (("--template", "nope"), "learning-review"),
        (("--format", "pdf"), "'pdf' is not one of 'markdown'"),
        (("--clipboard", "-o", "x"), "exclude each other"),
        (("--mask", "--as-is"), "exclude each other"),
        (("--format", "json", "--template", "brief"), "json has one form"),
        (("-o", "x.csv", "--annotated"), "csv has one form"),
    ],
)
def test_an_export_that_is_impossible_is_refused_with_the_reason(
    run: Run, document: dict[str, Any], args: tuple[str, ...], says: str
) -> None:
    run("export", "latest", *args).refused(says)


def test_the_clipboard_takes_the_report_and_standard_output_nothing(
    run: Run, document: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []

    def copy(text: str, **_: object) -> clipboard.Copied:
        copied.append(text)
        return clipboard.Copied("copied to the clipboard", sure=True)

    monkeypatch.setattr(clipboard, "copy", copy)
    found = run("export", "latest", "--clipboard")
    assert (found.status, found.out, found.err) == (0, "", "pmtui: copied to the clipboard\n")
    assert copied == [run("export", "latest").out]


def test_a_report_that_reaches_no_clipboard_is_refused(
    run: Run, document: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "copy", lambda *_, **__: clipboard.Copied("no clipboard", sure=False, lost=True))
    run("export", "latest", "--clipboard").refused("no clipboard", "-o FILE", status=3)


# --- import ---


def test_a_document_moves_to_another_library_and_back_unchanged(run: Run, document: dict[str, Any]) -> None:
    found = run("import", "session.json", "--library", "other")
    assert found.lines == [document["id"]]
    again = run("export", "latest", "--format", "json", "--library", "other")
    assert again.json == document


def test_what_is_there_already_is_left_alone(run: Run, document: dict[str, Any], library: Library) -> None:
    found = run("import", "session.json")
    assert (found.status, found.out) == (0, "")
    assert "already" in found.err
    assert len(library.names()) == 1


def test_a_document_without_ids_and_dates_is_known_again(run: Run, tmp_path: Path, session_of: Any) -> None:
    told: dict[str, Any] = {"format": "pmtui-session", "version": 2, "id": "inc-204-a1b2c3"}
    told |= {"timeline": [{"text": "pager rings"}], "root_cause": {"whys": [{"text": "a", "whys": [{"text": "b"}]}]}}
    path = write(tmp_path / "by-hand.json", told)
    assert run("import", path).status == 0
    assert "the same: nothing to do" in run("import", path).err

    # Merged once more after a change, what was there does not come twice.
    path = write(tmp_path / "by-hand.json", told | {"timeline": [{"text": "pager rings"}, {"text": "all is well"}]})
    assert run("import", path, "--into", told["id"]).status == 0
    assert [event.text for event in session_of(told["id"]).timeline] == ["pager rings", "all is well"]


def test_what_differs_is_refused(run: Run, document: dict[str, Any], tmp_path: Path, session_of: Any) -> None:
    document["key_details"]["headline"] = "Other"
    file = write(tmp_path / "other.json", document)
    run("import", file).refused("differs", "--replace", "--into")
    assert session_of().key_details.headline == ""


def test_replace_puts_the_old_one_into_the_trash(
    run: Run, document: dict[str, Any], tmp_path: Path, library: Library, session_of: Any
) -> None:
    (tmp_path / "a.log").write_text("kept")
    run("attach", "a.log")
    document = run("export", "latest", "--format", "json").json
    document["key_details"] |= {"headline": "Other", "product": "Basket"}
    found = run("import", "--replace", write(tmp_path / "other.json", document))
    assert found.lines == [document["id"]]
    assert session_of().key_details.headline == "Other"
    assert len(library.names()) == 1
    assert [library.read(Path(each.place)).key_details.headline for each in library.trashed()] == [""]
    assert library.names() == [library.trashed()[0].entry.file], "its name stays until somebody renames it"
    attached = library.attachments(library.find("latest")) / "a.log"
    assert attached.read_text() == "kept"


def test_replace_that_fails_leaves_the_old_one_in_its_place(
    run: Run, document: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, session_of: Any
) -> None:
    document["key_details"]["headline"] = "Other"
    file = write(tmp_path / "other.json", document)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Disk, "write", full)
        run("import", "--replace", file).refused("disk is full", status=3)
    assert session_of().key_details.headline == ""


def test_into_merges_with_nothing_as_base(run: Run, document: dict[str, Any], tmp_path: Path, session_of: Any) -> None:
    run("log", "15:00 noted meanwhile")
    document["timeline"].append({"id": "mine", "at": "2026-11-18T14:30:00Z", "text": "written elsewhere"})
    document["key_details"]["headline"] = "Cards refused"
    found = run("import", "--into", "latest", write(tmp_path / "other.json", document))
    assert found.lines == [document["id"]]
    assert sorted(event.text for event in session_of().timeline) == [
        "noted meanwhile", "pager rings", "written elsewhere",
    ]  # fmt: skip
    assert session_of().key_details.headline == "Cards refused"
    again = run("import", "--into", "latest", str(tmp_path / "other.json"))
    assert (again.status, again.out) == (0, "")


def test_into_takes_the_content_of_another_session(run: Run, document: dict[str, Any], session_of: Any) -> None:
    other = run("new", "--no-open", "--headline", "Same incident, second notebook").lines[0]
    assert run("import", "--into", other, "session.json").lines == [other]
    assert [event.text for event in session_of(other).timeline] == ["pager rings"]
    assert session_of(other).key_details.product == "Checkout"


def test_a_dry_run_changes_nothing(run: Run, document: dict[str, Any], tmp_path: Path, library: Library) -> None:
    document["id"] = "another"
    found = run("import", "--dry-run", write(tmp_path / "other.json", document))
    assert (found.status, found.out) == (0, "")
    assert "would be added" in found.err
    assert len(library.names()) == 1


def test_a_file_with_a_session_on_each_line_is_imported_whole(
    run: Run, document: dict[str, Any], tmp_path: Path, library: Library
) -> None:
    documents = [{**document, "id": name} for name in ("one", "two", "three")]
    found = run("import", write(tmp_path / "all.jsonl", *documents))
    assert found.lines == ["one", "two", "three"]
    assert len(library.names()) == 4


def test_standard_input_is_read(run: Run) -> None:
    found = run("import", "-", stdin='{"format": "pmtui-session", "version": 1}')
    assert len(found.lines) == 1
    assert run("import", "-", stdin=" \n").status == 2


def test_a_document_without_its_format_is_no_timeline_data(run: Run, document: dict[str, Any]) -> None:
    bare = json.dumps({key: value for key, value in document.items() if key != "format"})
    for into in ((), ("--into", "latest")):
        run("import", "-", *into, stdin=bare).refused('$.format: not "pmtui-session"')


@pytest.mark.parametrize(
    ("second", "says"),
    [
        ('{"format": "pmtui-session", "version": 1, "status": "open"}', "line 2: $.status"),
        ('{"format": "pmtui-session", "version": 99}', "line 2: $.version: 99 is newer"),
        ('{"format": "pmtui-session", "version": 1, "id": "one"}', "line 2: the same id as"),
        ('{"format": "pmtui-session", "version": 2, "id": "two", "id": "three"}', "line 2: $.id: given twice"),
        ("nonsense", "line 2: not JSON"),
    ],
)
def test_a_file_that_cannot_be_read_in_full_is_refused_whole(
    run: Run, tmp_path: Path, library: Library, second: str, says: str
) -> None:
    file = tmp_path / "all.jsonl"
    file.write_text('{"format": "pmtui-session", "version": 1, "id": "one"}\n' + second)
    run("import", str(file)).refused(str(file), says)
    assert library.names() == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{\n  "format": "pmtui-session",\n  "version": 1,,\n}', "a.json: line 3: not JSON"),
        (b'{\n  "format": "pmtui-session",\n  "version": 1', "a.json: line 3: not JSON: input data was truncated"),
        (b'{"format": "pmtui-session", "version": 1,,}\n{}', "a.json: line 1: not JSON"),
        (b"cats\ndogs\n", "a.json: is no postmortem"),
        (b'{\n"id": "\\ud83d"\n}', "a.json: line 2: not JSON: \\ud83d is half a character"),
        (b'{"format": "pmtui-session",\n"version": 2, "id": "caf\xe9"}', "a.json: line 2: is no UTF-8 text"),
    ],
)
def test_what_is_no_json_is_named_by_its_line(run: Run, tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "a.json").write_bytes(content)
    run("import", "a.json").refused(says, "nothing was imported")


@pytest.mark.parametrize("name", ["/dev/zero", "-"])
def test_what_never_ends_is_not_read_for_ever(run: Run, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(import_input, "MOST", 1 << 20)
    run("import", name, stdin=b" " * (1 << 21)).refused("is larger than 1 MB: import it in parts")


def test_a_file_is_refused_by_its_content(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[1, 2]")
    run("import", "a.json").refused("a.json: ", "not a session document")
    run("import", "gone.json").refused("gone.json: no such file")
    run("import", str(tmp_path)).refused("is a folder")
    run("import").refused("nothing to import")
    run("import", "--into", "x", "--replace", "a.json").refused("exclude each other")


def test_control_characters_are_counted(run: Run, tmp_path: Path, session_of: Any) -> None:
    details = {"headline": "red \x1b[31malert\x07"}
    file = write(tmp_path / "a.json", {"format": "pmtui-session", "version": 1, "key_details": details})
    found = run("import", file)
    assert "2 control characters taken out" in found.err
    assert session_of().key_details.headline == "red [31malert"


def test_a_final_session_is_not_overwritten(
    run: Run, document: dict[str, Any], tmp_path: Path, library: Library
) -> None:
    library.change("latest", lambda session: set_field(session, "status", "final"))
    document["status"] = "final"
    document["key_details"]["headline"] = "Other"
    file = write(tmp_path / "other.json", document)
    run("import", "--replace", file).refused("final", "reopen")
    run("import", "--into", "latest", file).refused("final", "reopen")


def test_a_file_that_may_not_be_read_is_the_machine_s_refusal(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.json").touch()

    def refuse(path: Path, mode: str) -> NoReturn:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    # Root, as whom a clean machine may run this, is refused nothing by a mode.
    monkeypatch.setattr(Path, "open", refuse)
    run("import", "a.json").refused("a.json: permission denied", status=3)


# --- what the program says about itself ---


def test_the_schema_accepts_what_export_writes(run: Run, document: dict[str, Any]) -> None:
    schema = run("schema").json
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema, cls=jsonschema.Draft202012Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document, "status": "open"}, schema, cls=jsonschema.Draft202012Validator)


def test_keys_lists_every_binding_remapped_ones_included(run: Run, tmp_path: Path) -> None:
    by_id = {each["id"]: each for each in run("keys", "--json").json}
    assert {"step.next", "item.add", "event.add", "undo", "quit"} <= set(by_id)
    assert set(by_id["undo"]) == {"id", "keys", "where", "what"}
    (tmp_path / "config.toml").write_text('[keys]\nundo = ["f5", "ctrl+u"]\nnope = "f4"\n')
    found = run("keys", "--json")
    assert {each["id"]: each for each in found.json}["undo"]["keys"] == ["f5", "ctrl+u"]
    assert "keys: nope: no such action: pmtui keys lists them" in found.err
    assert found.err == run("config").err
    assert any(line.startswith("undo\tf5 ctrl+u\t") for line in run("keys").lines)


def test_config_says_where_it_is_and_what_is_in_force(run: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('author = "AB"\nminutes = 90\n[keys]\nundo = "ctrl+u"\n')
    rows = dict(line.split("\t") for line in run("config").lines)
    assert rows["config file"] == str(tmp_path / "config.toml")
    assert rows["library"] == str(tmp_path / "library")
    assert (rows["author"], rows["minutes"], rows["timezone"]) == ("AB", "90", "Europe/London")
    assert rows["keys.undo"] == "ctrl+u"
    assert run("config").status == 0


def test_config_lists_only_keys_that_are_in_force(run: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[keys]\nundo = ["f99", "ctrl+u"]\nredo = "f99"\n"no.such" = "f5"\n')
    rows = dict(line.split("\t") for line in run("config").lines)
    assert {name: value for name, value in rows.items() if name.startswith("keys")} == {"keys.undo": "ctrl+u"}
    # A key that does not exist takes the default one from nobody.
    assert {each["id"]: each for each in run("keys", "--json").json}["redo"]["keys"] == ["ctrl+y", "U"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('theme = "pink"', "theme: no theme 'pink': there are dark, light, high contrast"),
        ('timezone = "Mars"', "timezone: no time zone 'Mars'"),
        ('autor = "AB"', "autor: no such key"),
        ("minutes = 45", "minutes: not the length of a meeting"),
        ('[keys]\nundoo = "f5"', "keys: undoo: no such action: pmtui keys lists them"),
        ('[keys]\nundo = "crtl+z"', "keys: undo: no key 'crtl+z'"),
        ('[keys]\nundo = "ctrl+q"', "keys: undo: ctrl+q is taken from quit"),
        ('[keys]\n"step.next" = "a"', "keys: step.next: a is taken from item.add"),
        ("theme = pink", "not TOML"),
        ('library = "config.toml"', "config.toml:1: library: "),
    ],
)
def test_config_names_the_mistake_and_uses_the_defaults(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, says: str
) -> None:
    monkeypatch.delenv("PMTUI_LIBRARY")
    (tmp_path / "config.toml").write_text(text + "\n")
    found = run("config")
    assert found.status == 1
    assert found.err.count("\n") == 1
    assert says in found.err
    rows = dict(line.split("\t") for line in found.lines)
    assert rows["theme"] == ""
    assert rows["timezone"] == "Europe/London"


def test_on_a_terminal_config_says_where_each_value_comes_from(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_text('author = "AB"\nlibrary = "reviews"\n[deadlines]\nSEV1 = 5\n')

    def source(key: str) -> str:
        row = next(line for line in run("config", terminal=True).lines if line.startswith(f"{key} "))
        return row.removeprefix(key).strip().split("  ")[0]

    assert source("library") == "PMTUI_LIBRARY"
    monkeypatch.delenv("PMTUI_LIBRARY")
    assert source("library") == "config.toml:2"
    assert source("deadlines.sev1") == "config.toml:4"
    assert (source("config file"), source("author")) == ("PMTUI_CONFIG", "config.toml:1")
    assert (source("timezone"), source("date_format"), source("severities")) == ("machine", "default", "default")


def test_days_are_shown_as_the_config_says_but_not_into_a_pipe(run: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('date_format = "yyyy-mm-dd"\n')
    run("new", "--product", "Checkout", "--date", "2026-11-18", "--no-open")
    assert "2026-11-18  " in run("list", terminal=True).out
    assert run("export", "latest").out.startswith("# Learning review: Checkout (18-11-2026)")
    (tmp_path / "config.toml").unlink()
    assert "18-11-2026  " in run("list", terminal=True).out


def test_a_library_that_is_a_file_is_refused_with_the_line_that_names_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PMTUI_LIBRARY")
    (tmp_path / "config.toml").write_text('author = "AB"\nlibrary = "config.toml"\n')
    run("list").refused("config.toml:2: library: ", "is a file, not a folder of sessions")


def test_a_note_is_taken_whatever_is_wrong_with_the_config(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ('theme = "pink"', "not TOML at all"):
        (tmp_path / "config.toml").write_text(text)
        found = run("log", "--library", text[:3], "pager rings")
        assert found.status == 0
        assert "config.toml" in found.err
        assert "noted" in found.err
    (tmp_path / "config.toml").unlink()
    os.mkfifo(tmp_path / "config.toml")
    assert "config.toml: is not a file" in run("log", "--library", "another", "pager rings").err


def test_an_export_to_a_link_that_leads_to_itself_is_one_line(run: Run, tmp_path: Path) -> None:
    run("new", "--no-open")
    (tmp_path / "loop.md").symlink_to("loop.md")
    run("export", "latest", "-o", "loop.md").refused("loop.md", status=3)
