"""What is done to Python so that it starts quickly does no harm to whoever uses it afterwards."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from benchmarks.samples import SHOWN, keep, with_events
from benchmarks.terminal import running

NEEDLESS_TO_LOG = {
    "platform", "urllib.parse", "difflib", "locale", "inspect", "gettext", "textwrap", "pmtui.session.merging",
    "pmtui.library.open_session",
}  # fmt: skip


NEEDLESS_TO_SHOW_A_MEETING = {
    "asyncio.sslproto", "locale", "msgspec.inspect", "pickle", "random", "statistics", "sysconfig", "textual.markup",
    "textwrap", "tokenize",
    "pmtui.app.action_line", "pmtui.app.completion", "pmtui.app.date_suggestions", "pmtui.library.storage",
    "pmtui.meeting.chat_copy", "pmtui.meeting.rephrase", "pmtui.meeting.wording", "pmtui.session.merge",
    "pmtui.session.times.reading", "pmtui.session.times.typed_time",
}  # fmt: skip


def _said(code: str) -> str:
    """What a fresh Python prints."""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_asyncio_comes_without_openssl_and_what_it_calls_rarely_which_can_be_imported_afterwards() -> None:
    code = """
import sys
from pmtui.startup import import_asyncio
import_asyncio()
needless = {"ssl", "asyncio.sslproto", "asyncio.staggered", "locale", "textwrap", "tokenize"}
print("asyncio" in sys.modules, needless.isdisjoint(sys.modules))
import linecache, inspect, subprocess, traceback
print(bool(linecache.getlines(linecache.__file__)), "tokenize" in sys.modules)
print(inspect.getsource(subprocess.list2cmdline).startswith("def list2cmdline"))
print(subprocess.run(["echo", "text"], capture_output=True, text=True).stdout.strip())
group = ExceptionGroup("both", [ValueError("one")])
print("textwrap" in sys.modules, "ValueError: one" in "".join(traceback.format_exception(group)))
import asyncio.sslproto, locale, ssl, textwrap
print(ssl.OPENSSL_VERSION != "", asyncio.sslproto.SSLProtocol.__name__, locale.LC_ALL >= 0, textwrap.indent("a", "b"))
"""
    assert _said(code).split() == [
        "True", "True", "True", "True", "True", "text", "False", "True", "True", "SSLProtocol", "True", "ba",
    ]  # fmt: skip


def test_shutil_comes_without_two_kinds_of_archive_which_can_be_imported_afterwards() -> None:
    code = """
import sys
from pmtui.startup import import_shutil
import_shutil()
print("shutil" in sys.modules, {"bz2", "lzma"}.isdisjoint(sys.modules))
import bz2, lzma, shutil
print(shutil.get_terminal_size((80, 24)).columns > 0, bz2.decompress(bz2.compress(b"a")) == b"a")
"""
    assert _said(code).split() == ["True", "True", "True", "True"]


def test_once_the_app_runs_what_it_makes_is_collected_as_in_any_program() -> None:
    code = """
import gc
from pmtui.startup import collect_as_usual, collect_rarely, freeze_imported
collect_rarely()
freeze_imported()
print(gc.get_threshold()[0] > 10_000)
collect_as_usual()
print(gc.get_threshold()[0] <= 1000, gc.get_freeze_count() > 0, gc.isenabled())
"""
    assert _said(code).split() == ["True", "True", "True", "True"]


def test_what_was_made_since_the_last_time_is_collected_in_a_spare_moment_until_all_is_gone_over_again() -> None:
    code = """
import gc, weakref
from pmtui.startup import collect_as_usual, unfreeze_collected, collect_new_objects
class Ring:
    def __init__(self):
        self.itself = self
gone, stays = weakref.ref(Ring()), Ring()
kept = weakref.ref(stays)
collect_as_usual()
print(collect_new_objects())
many = [[] for _ in range(100_000)]
del many
some = [[] for _ in range(100_000)]
print(gc.get_count()[2] > 1, collect_new_objects(), collect_new_objects())
del stays
gc.collect()
print(kept() is not None)
unfreeze_collected()
gc.collect()
print(kept() is None)
"""
    assert _said(code).split() == ["False", "True", "True", "False", "True", "True"]


def test_threads_take_turns_more_often_than_by_themselves() -> None:
    code = """
import sys
from pmtui.startup import switch_threads_often
before = sys.getswitchinterval()
switch_threads_often()
print(sys.getswitchinterval() < before)
"""
    assert _said(code) == "True"


def test_five_modules_come_without_what_they_do_not_need_and_that_can_be_imported_afterwards() -> None:
    code = """
import sys
from pmtui.startup import import_lean
import_lean()
needless = {"typing_extensions", "platform", "urllib.parse", "textwrap", "gettext", "inspect", "sysconfig"}
needless |= {"msgspec.inspect", "msgspec._json_schema", "msgspec.msgpack", "msgspec.toml", "msgspec.yaml"}
print(needless.isdisjoint(sys.modules))
import msgspec
print(msgspec.json.schema(int)["type"], msgspec.toml.decode(b"a = 1")["a"], msgspec.inspect.type_info(int).gt)
import zoneinfo
import sysconfig
zoneinfo.reset_tzpath()
print(zoneinfo.ZoneInfo("Europe/London"), sysconfig.get_config_var("TZPATH") is not None)
import pathlib, click
print(pathlib.PurePosixPath("/a b").as_uri())
print(click.Option(["--a"], help=" one").help, "inspect" in sys.modules)
print(click.Option(["--a"], help="two\\n  lines").help, "inspect" in sys.modules)
import platform, typing_extensions, urllib.parse, uuid
print(platform.system() != "", urllib.parse.quote("a b"), uuid.uuid1().version)
"""
    assert _said(code).split() == [
        "True", "integer", "1", "None", "Europe/London", "True",
        "file:///a%20b", "one", "False", "two", "lines", "True", "True", "a%20b", "1",
    ]  # fmt: skip


def test_textual_comes_without_its_command_palette_and_what_it_needs_rarely_works_when_it_is_called() -> None:
    code = """
import sys
from pmtui.startup import lean_textual_import
with lean_textual_import():
    import textual.app
    import mimetypes
    kind = mimetypes.guess_type("a.png")
print(kind[0], "mimetypes" in sys.modules)
needless = {"textual.command", "textual.widgets._input", "pickle", "rich.align", "rich.padding", "rich.screen"}
print("textual.app" in sys.modules, needless.isdisjoint(sys.modules))
from rich.style import Style
print(Style(meta={"a": 1}).meta, "pickle" in sys.modules)
import pickle
import random
print(random.Random(1).random() < 1, Style(link="a").link_id != "")
print(pickle.loads(pickle.dumps([1], protocol=0)), pickle.Pickler.__name__)
from textual.suggestions import get_suggestion
print(get_suggestion("hight", ["width", "height"]))
from textual import layout
print(layout.Canvas(3, 2).width, "textual.canvas" in sys.modules)
from textual.css.tokenizer import Panel, Padding
print(Panel("a").renderable, Padding("a", 1).left)
from rich.console import Console
Console(width=9, file=sys.stdout).print("b", justify="right")
from textual.style import Style as VisualStyle
before = type(sys.modules["textual.markup"]).__name__
print(VisualStyle.parse("bold").bold, before, type(sys.modules["textual.markup"]).__name__)
from textual.markup import MarkupError, to_content
print(to_content("[b]c[/b]").plain, issubclass(MarkupError, Exception))
from textual.command import CommandPalette
from textual.screen import Screen
print(issubclass(CommandPalette, Screen))
"""
    assert _said(code).split("\n") == [
        "image/png True", "True True", "{'a': 1} False", "True True", "[1] Pickler", "height", "3 True", "a 1",
        "        b", "True _LazyModule module", "c True", "True",
    ]  # fmt: skip


def test_patterns_of_textual_are_compiled_when_they_are_used_and_find_the_same() -> None:
    code = """
import re, sys
from pmtui.startup import import_asyncio, lean_textual_import
import_asyncio()
with lean_textual_import():
    import textual.app
assert re.compile("a") is re.compile("a") and isinstance(re.compile("a"), re.Pattern)
from textual.css.tokenize import expect_declaration_content as expected
print("_compiled" in vars(expected._regex), expected.match("12vw", 0)["scalar"] is not None)
print("_compiled" in vars(expected._regex), expected._regex.groups > 9, expected._regex.match("bold")["token"])
from textual.css.parse import parse
[rule] = parse("", "Static.-wide { color: red; width: 50%; }", ("", ""), {"a": "b"})
print(rule.styles.color.hex, rule.styles.width.value, rule.selectors)
import logging, string
print(logging.Formatter("{message}", style="{").format(logging.makeLogRecord({"msg": "said"})))
print(string.Template("${a} b").substitute(a="c"), logging.Formatter("%(message)s").usesTime())
"""
    assert _said(code).split("\n") == [
        "False True", "True True bold", "#FF0000 50.0 Static.-wide", "said", "c b False",
    ]  # fmt: skip


def test_whoever_is_still_at_work_is_waited_for_at_the_end() -> None:
    code = """
import sys, threading
from pmtui.__main__ import main
def last():
    threading.main_thread().join()
    print("the last words")
threading.Thread(target=last).start()
sys.argv = ["pmtui", "--version"]
main()
"""
    assert _said(code).split("\n")[1:] == ["the last words"]


def test_log_imports_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    for words in (["rolled back"], ["-s", "latest", "and back again"]):
        call = [sys.executable, "-X", "importtime", "-m", "pmtui", "--library", str(tmp_path), "log", *words]
        done = subprocess.run(call, check=True, capture_output=True, text=True)
        imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
        assert "tinydb" in imported
        assert not imported & NEEDLESS_TO_LOG


def test_the_first_picture_of_a_meeting_stands_there_before_what_it_does_not_need_is_imported(tmp_path: Path) -> None:
    kept = keep(tmp_path, with_events(3))
    shows = ("-m", "pmtui", "--library", str(kept.folder), "open", kept.session.id)
    with running("-X", "importtime", *shows) as run:
        run.until(SHOWN.encode())
        before = run.seen[: run.seen.find(SHOWN.encode())].decode(errors="replace")
    imported = set(re.findall(r"import time:[ 0-9]+\|[ 0-9]+\| +([\w.]+)", before))
    assert {"asyncio", "textual.app", "pmtui.tui.meeting.screen"} <= imported
    assert NEEDLESS_TO_SHOW_A_MEETING.isdisjoint(imported), NEEDLESS_TO_SHOW_A_MEETING & imported
