"""What is done to Python so that it starts quickly does no harm to whoever uses it afterwards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def _said(code: str) -> str:
    """What a fresh Python prints."""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_asyncio_comes_without_openssl_which_can_be_imported_afterwards() -> None:
    code = """
import sys
from pmtui.startup import import_asyncio
import_asyncio()
print("asyncio" in sys.modules, "ssl" in sys.modules)
import ssl
print(ssl.OPENSSL_VERSION != "")
"""
    assert _said(code).split() == ["True", "False", "True"]


def test_once_the_app_runs_what_it_makes_is_collected_as_in_any_program() -> None:
    code = """
import gc
from pmtui.startup import collect_as_usual, collect_rarely
collect_rarely()
print(gc.get_threshold()[0] > 10_000)
collect_as_usual()
print(gc.get_threshold()[0] <= 1000, gc.get_freeze_count() > 0, gc.isenabled())
"""
    assert _said(code).split() == ["True", "True", "True", "True"]


def test_threads_take_turns_more_often_than_by_themselves() -> None:
    code = """
import sys
from pmtui.startup import take_turns_often
before = sys.getswitchinterval()
take_turns_often()
print(sys.getswitchinterval() < before)
"""
    assert _said(code) == "True"


def test_three_modules_come_without_what_they_do_not_need_and_that_can_be_imported_afterwards() -> None:
    code = """
import sys
from pmtui.startup import import_lightly
import_lightly()
print({"typing_extensions", "platform", "urllib.parse"}.isdisjoint(sys.modules))
import pathlib
print(pathlib.PurePosixPath("/a b").as_uri())
import platform, typing_extensions, urllib.parse, uuid
print(platform.system() != "", urllib.parse.quote("a b"), uuid.uuid1().version)
"""
    assert _said(code).split() == ["True", "file:///a%20b", "True", "a%20b", "1"]


def test_log_imports_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    code = f"""
import sys
from pmtui.__main__ import main
sys.argv = ["pmtui", "--library", {str(tmp_path)!r}, "log", "rolled back"]
try:
    main()
except SystemExit:
    sys.argv[3:] = ["log", "-s", "latest", "and back again"]

    try:
        main()
    except SystemExit as end:
        print(end.code)
needless = "typing_extensions platform urllib.parse difflib locale pmtui.session.merging pmtui.library.open_session"
print(sorted(set(needless.split()) & set(sys.modules)))
"""
    assert _said(code).split("\n") == ["0", "[]"]
