"""The config file, the machine's zone, and which library it comes to."""

import os
import re
from pathlib import Path

import platformdirs
import pytest

from pmtui import settings
from pmtui.machine import machine_zone
from pmtui.session.document import STEP_NAMES


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {
        "PMTUI_CONFIG": str(tmp_path / "config.toml"),
        "TZ": "Europe/Berlin",
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }


def written(environ: dict[str, str], text: str) -> settings.Settings:
    Path(environ["PMTUI_CONFIG"]).write_text(text, encoding="utf-8")
    return settings.load(environ)


def test_deadlines_are_days_by_severity(environ: dict[str, str]) -> None:
    found = written(environ, '[deadlines]\nSEV1 = 5\ndefault = 14\n"SEV 2" = "ten"\n')
    assert found.deadlines == {"sev1": 5, "default": 14}
    assert [line.split(": ", 1)[1] for line in found.mistakes] == [
        "deadlines: SEV 2: not a whole number of days, 0 to 3650"
    ]


def test_without_a_config_file_everything_has_its_default(environ: dict[str, str]) -> None:
    found = settings.load(environ)
    assert found.mistakes == ()
    assert found.given == frozenset()
    assert (found.library, found.timezone, found.minutes, found.agenda) == (None, "Europe/Berlin", 60, STEP_NAMES)


def test_everything_that_can_be_said(environ: dict[str, str], tmp_path: Path) -> None:
    found = written(
        environ,
        """
library = "reviews"
timezone = "Europe/London"
theme = "High-Contrast"
author = "AB"
ticket_url = "https://j.example.com/{}"
term = "Postmortem"
ticket_pattern = '#\\d+'
agenda = ["opening", "timeline", "close"]
minutes = 30
[[fields]]
name = "Cost centre"
help = "Who pays"
choices = ["4711", "4712"]
[[fields]]
name = "Region"
[keys]
"step.next" = "f8"
item.add = ["a", "ctrl+j"]
""",
    )
    assert found.mistakes == ()
    assert found.library == tmp_path / "reviews"
    assert (found.timezone, found.theme, found.author, found.minutes) == ("Europe/London", "high contrast", "AB", 30)
    assert found.ticket_url == "https://j.example.com/{}"
    assert (found.term, found.ticket_pattern) == ("Postmortem", r"#\d+")
    assert found.agenda == ("opening", "timeline", "close")
    own = (settings.OwnField("Cost centre", "Who pays", ("4711", "4712")), settings.OwnField("Region"))
    assert found.fields == own
    assert found.keys == {"step.next": ("f8",), "item.add": ("a", "ctrl+j")}


@pytest.mark.parametrize("minutes", [30, 60, 90])
def test_a_meeting_has_one_of_three_lengths(environ: dict[str, str], minutes: int) -> None:
    found = written(environ, f"minutes = {minutes}")
    assert (found.minutes, found.mistakes) == (minutes, ())


def test_minutes_may_be_a_table_by_step(environ: dict[str, str]) -> None:
    found = written(environ, "[minutes]\ntimeline = 25\nclose = 2\n")
    assert (found.minutes, found.step_minutes) == (60, {"timeline": 25, "close": 2})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("libary = 'x'", "libary: no such key"),
        ("library = 3", "library: not a text"),
        ("timezone = 'Mars/Olympus'", "timezone: no time zone 'Mars/Olympus'"),
        ("timezone = '../../etc/passwd'", "timezone: no time zone"),
        ("ticket_url = 'jira'", "ticket_url: 'jira' is no address"),
        ("agenda = 'opening'", "agenda: not a list"),
        ("agenda = ['opening', 'lunch']", "agenda: no step 'lunch'"),
        ("minutes = 45", "minutes: not the length of a meeting"),
        ("minutes = true", "minutes: not the length of a meeting"),
        ("[minutes]\ntimeline = -1", "minutes: timeline: not a whole number"),
        ("ticket_pattern = '['", "ticket_pattern: not a regular expression"),
        ("fields = 'Cost centre'", "fields: not a list of tables"),
        ("[[fields]]\nhelp = 'x'", "fields: a field without a name"),
        ("[[fields]]\nname = 'A'\nchoice = ['x']", "fields: A: no such key 'choice'"),
        ("[[fields]]\nname = 'A'\nchoices = 'x'", "fields: A: choices are not a list"),
        ("[[fields]]\nname = 'A'\n[[fields]]\nname = 'a'", "fields: a: there are two"),
        ("keys = 'f8'", "keys: not a table"),
        ("[keys]\n'step.next' = 8", "keys: step.next: not a key"),
        ("tickets = 'gh'", "tickets: not a table"),
        ("[tickets]\npush = 'gh issue create'", "tickets: push: not a list of arguments"),
        ("[tickets]\npush = ['gh', ['--title', '{titel}']]", "tickets: push: no placeholder {titel}: there are text, "),
        ("[tickets]\npush = ['gh', 3]", "tickets: push: 3 is no argument"),
        ("[tickets]\npush = ['{text}']", "tickets: push: does not begin with the name of a program"),
        ("[tickets]\nseconds = 0", "tickets: seconds: not a whole number of seconds, 1 to 3600"),
        ("[tickets]\npull = ['gh']", "tickets: pull: no such key"),
        ("library = ", "not TOML"),
        ("date_format = 'mm/dd/yyyy'", "date_format: no date format 'mm/dd/yyyy': there are dd-mm-yyyy, "),
        ("severities = 'P1'", "severities: not a list of texts"),
        ("deadlines = 3", "deadlines: not a table"),
        ("checks = 'off'", "checks: not a table"),
        ("[checks]\noff = 'x'", "checks: off: not a list of texts"),
        ("term = 3", "term: not a text"),
        ("signs = 1", "signs: not a text"),
    ],
)
def test_a_mistake_is_said_in_one_line_and_the_rest_holds(environ: dict[str, str], text: str, says: str) -> None:
    found = written(environ, f"author = 'AB'\n{text}\n" if "TOML" not in says else text)
    assert len(found.mistakes) == 1
    line = 2 if "TOML" not in says else 1
    assert re.search(rf"config\.toml:[{line}-9]: {re.escape(says)}", found.mistakes[0]), found.mistakes
    assert "\n" not in found.mistakes[0]
    assert found.author == ("" if "TOML" in says else "AB")


PLACES = """\
# the team's
author = "AB"
agenda = [
  "opening",
  "lunch",
]
minutes = { timeline = 25, lunch = 3 }
theme = "pink"
[keys]
"step.next" = 8
undo = "f5"

[[fields]]
name = "Region"
[[fields]]
name = "Cost centre"
choice = ["x"]
[deadlines]
SEV1 = 5
SEV2 = "ten"
[checks]
off = ["secret"]
allow = "x"
"""


def test_each_mistake_has_the_line_on_which_it_stands(environ: dict[str, str]) -> None:
    found = written(environ, PLACES)
    placed = [re.sub(r".*config\.toml:(\d+): (.*?): .*", r"\1 \2", line) for line in found.mistakes]
    assert placed == [
        "5 agenda", "7 minutes", "8 theme", "10 keys", "17 fields", "20 deadlines", "23 checks",
    ]  # fmt: skip
    assert (found.author, found.agenda, found.step_minutes) == ("AB", ("opening",), {"timeline": 25})
    assert found.at("keys: undo: f5 is taken from board.tick").endswith(
        "config.toml:11: keys: undo: f5 is taken from board.tick"
    )
    assert (found.source("author"), found.source("checks.off"), found.source("term")) == (
        "config.toml:2", "config.toml:22", "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            'author = "AB"\ntheme = light\n',
            '2: not TOML: invalid value (column 9): texts stand in quotes, as in theme = "light"',
        ),
        ("[keys\n", "1: not TOML: "),
        ('author = "AB"\nauthor = "CD"\n', "2: not TOML: cannot overwrite a value"),
        ("x = " + "[" * 3000, " not TOML: "),
        ('\n\nterm = "never ended', "3: not TOML: "),
    ],
)
def test_where_a_file_is_no_toml_the_line_is_said(environ: dict[str, str], text: str, says: str) -> None:
    (said,) = written(environ, text).mistakes
    assert f"config.toml:{says}" in said and "\n" not in said and len(said) < 300


def test_a_key_that_is_nearly_right_is_named(environ: dict[str, str]) -> None:
    (said,) = written(environ, "libary = 'x'\n").mistakes
    assert said.endswith("config.toml:1: libary: no such key: it is called library")
    (said,) = written(environ, "zzz = 'x'\n").mistakes
    assert "the keys are library, timezone, date_format, " in said


def test_a_file_of_something_else_is_not_told_line_by_line(environ: dict[str, str]) -> None:
    found = written(environ, "".join(f"k{n} = 1\n" for n in range(900)) + "x = [\n" + "  1,\n" * 900 + "]\n")
    assert len(found.mistakes) == 21
    assert found.mistakes[-1].endswith("config.toml: and 881 more mistakes")


def test_severities_of_the_team_and_a_deadline_that_none_of_them_has(environ: dict[str, str]) -> None:
    found = written(environ, "severities = ['P1', 'P2', 'P1']\n[deadlines]\np1 = 5\nP9 = 2\ndefault = 14\n")
    assert (found.severities, found.date_format) == (("P1", "P2"), "dd-mm-yyyy")
    (said,) = found.mistakes
    assert "config.toml:4: deadlines: p9: no such severity: there are P1, P2, and default" in said


def test_one_wrong_key_or_step_leaves_the_others_in_force(environ: dict[str, str]) -> None:
    found = written(environ, "agenda = ['close', 'lunch']\n[keys]\n'step.next' = 8\n'undo' = 'f5'\n")
    assert found.agenda == ("close",)
    assert found.keys == {"undo": ("f5",)}
    assert len(found.mistakes) == 2


def test_a_config_that_cannot_be_read_is_said(environ: dict[str, str]) -> None:
    Path(environ["PMTUI_CONFIG"]).mkdir()
    assert "is not a file" in settings.load(environ).mistakes[0]
    Path(environ["PMTUI_CONFIG"]).rmdir()
    Path(environ["PMTUI_CONFIG"]).write_bytes(b"author = '\xff'")
    assert "config.toml:1: not UTF-8" in settings.load(environ).mistakes[0]
    Path(environ["PMTUI_CONFIG"]).write_bytes(b"# x\n" * 300_000)
    assert "config.toml: 1,200,000 bytes are too many" in settings.load(environ).mistakes[0]
    Path(environ["PMTUI_CONFIG"]).unlink()
    Path(environ["PMTUI_CONFIG"]).symlink_to(Path(environ["PMTUI_CONFIG"]).name)
    assert "cannot be read: " in settings.load(environ).mistakes[0]


# --- which library ---


def test_the_order_in_which_a_library_is_looked_for(environ: dict[str, str], tmp_path: Path) -> None:
    cwd = tmp_path / "here"
    cwd.mkdir()
    configured = tmp_path / "configured"
    named = {**environ, "PMTUI_LIBRARY": str(tmp_path / "from-environment")}

    def folder(option: str | None, names: dict[str, str], config: Path | None) -> Path:
        return settings.library_folder(option, names, cwd, config)

    assert folder(None, environ, None) == tmp_path / "data" / "pmtui" / "sessions"
    (cwd / "sessions").mkdir()
    assert folder(None, environ, None) == tmp_path / "data" / "pmtui" / "sessions"
    (cwd / "sessions" / ".pmtui").touch()
    assert folder(None, environ, None) == cwd / "sessions"
    (cwd / ".pmtui").mkdir()
    assert folder(None, environ, None) == cwd
    assert folder(None, environ, configured) == configured
    assert folder(None, named, configured) == tmp_path / "from-environment"
    assert folder("option", named, configured) == cwd / "option"
    assert folder(None, {**named, "PMTUI_LIBRARY": ""}, configured) == configured


def test_without_the_xdg_folders_the_platform_says_where(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert settings.config_path({}).name == "config.toml"
    assert tmp_path in settings.config_path({}).parents
    assert tmp_path in settings.library_folder(None, {}, tmp_path).parents
    assert settings.config_path(os.environ) == platformdirs.user_config_path("pmtui", appauthor=False) / "config.toml"
    own = platformdirs.user_data_path("pmtui", appauthor=False)
    assert own in settings.library_folder(None, os.environ, tmp_path).parents
    assert settings.config_path({"XDG_CONFIG_HOME": "/etc/x"}) == Path("/etc/x/pmtui/config.toml")


# --- the machine's zone ---


@pytest.mark.parametrize(
    ("tz", "zone"),
    [
        ("Europe/London", "Europe/London"),
        (":America/New_York", "America/New_York"),
        ("/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"),
        ("Etc/UTC", "UTC"),
        ("", "UTC"),
        ("nonsense", "Europe/Madrid"),
    ],
)
def test_tz_comes_first(tz: str, zone: str, tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "timezone").write_text("Europe/Madrid\n")
    assert machine_zone({"TZ": tz}, tmp_path) == zone


def test_then_the_files_of_the_machine(tmp_path: Path) -> None:
    etc = tmp_path / "etc"
    etc.mkdir()
    assert machine_zone({}, tmp_path) == "UTC"
    (etc / "localtime").symlink_to("../usr/share/zoneinfo/Europe/Paris")
    assert machine_zone({}, tmp_path) == "Europe/Paris"
    (etc / "timezone").write_text("Europe/Madrid\n")
    assert machine_zone({}, tmp_path) == "Europe/Madrid"


# --- what the app remembers ---


def test_what_is_remembered_is_there_at_the_next_start(environ: dict[str, str], tmp_path: Path) -> None:
    assert settings.remember(environ, theme="dark")
    assert settings.remember(environ, other="x")
    assert settings.remembered(environ) == {"theme": "dark", "other": "x"}
    assert settings.load(environ).theme == "dark"
    assert written(environ, "theme = 'light'").theme == "light"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.toml", "state.json"]


def test_a_damaged_or_forbidden_state_file_is_no_harm(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text("[1, 2")
    assert settings.load(environ).theme == ""
    environ["PMTUI_CONFIG"] = str(tmp_path / "state.json" / "config.toml")
    assert settings.remember(environ, theme="dark") is False


# --- signs ---


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ({}, "unicode"),
        ({"LANG": "en_GB.UTF-8"}, "unicode"),
        ({"LANG": "de_DE.utf8"}, "unicode"),
        ({"LC_CTYPE": "UTF-8"}, "unicode"),
        ({"LANG": "C.UTF-8"}, "unicode"),
        ({"LANG": "C"}, "ascii"),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "ascii"),  # as Python changes the environment for LANG=C
        ({"LANG": "en_US.ISO-8859-1"}, "ascii"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "POSIX"}, "ascii"),
    ],
)
def test_signs_are_ascii_where_the_locale_is_not_utf_8(
    environ: dict[str, str], locale: dict[str, str], expected: str
) -> None:
    assert settings.load(environ | locale).signs == expected


def test_the_config_chooses_the_signs_whatever_the_locale(environ: dict[str, str]) -> None:
    assert written(environ, "signs = 'ascii'").signs == "ascii"
    assert written(environ | {"LANG": "C"}, "signs = 'unicode'").signs == "unicode"
    wrong = written(environ, "signs = 'emoji'")
    assert wrong.signs == "unicode" and "no signs 'emoji': there are ascii, unicode" in wrong.mistakes[0]
