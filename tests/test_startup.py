"""What is done to Python so that it starts quickly does no harm to whoever uses it afterwards."""

from __future__ import annotations

import subprocess
import sys


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
