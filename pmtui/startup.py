"""What is done to Python itself so that a call starts quickly: each with the time that it was measured to save.

Milliseconds on a slow, busy machine with two cores. What the garbage collector takes was timed by `gc.callbacks`, the
same within a tenth in each of three runs; the rest are medians of runs by turns with and without it.
"""

from __future__ import annotations

import contextlib
import gc
import os
import re
import sys
import typing
from collections.abc import Callable, Iterator
from functools import cached_property
from importlib import import_module
from types import ModuleType
from typing import Any

_CALLED_RARELY = (
    "difflib", "mimetypes", "platformdirs", "rich._emoji_replace", "rich.align", "rich.emoji", "rich.markup",
    "rich.padding", "rich.pager", "rich.panel", "rich.screen", "rich.styled", "rich.table", "rich.tree",
    "textual.canvas", "textual.css._help_text",
)  # fmt: skip
"""What Textual imports for functions that draw errors, trees and lines between widgets, or read what we do not have."""
_CALLED_RARELY_OF_MSGSPEC = (
    "msgspec._json_schema", "msgspec.inspect", "msgspec.msgpack", "msgspec.toml", "msgspec.yaml",
)  # fmt: skip
"""Formats of msgspec that no verb reads or writes at its start, and what `pmtui schema` alone calls."""
_CALLED_RARELY_OF_ASYNCIO = ("asyncio.sslproto", "asyncio.staggered", "locale", "textwrap", "tokenize")
"""What is called for connections, to say in which lines an error lies, and to run programs whose output is text."""
_USUAL_ZONES = "/usr/share/zoneinfo"
_USUAL_PATH_OF_ZONES = f"{_USUAL_ZONES}:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo"
_compile = re.compile
_WORTH_IT = 2
"""Times that the collector went over its second generation since all was collected: some 14,000 new objects."""


def collect_rarely() -> None:
    """Let the garbage collector pass over what is being imported.

    A verb is done before there is anything to collect. Of the 215 ms in which `pmtui log` and the library are imported
    the collector takes 0.1 instead of 10 (one run instead of 38), of the 680 ms of the app 0.2 instead of 35.
    """
    gc.set_threshold(100_000)


def keep_imported() -> None:
    """Let the garbage collector never go over what was imported: that stays for good, and would take time at a key."""
    gc.freeze()


def collect_as_usual() -> None:
    """Let the garbage collector work as it does by itself, over what was made since `keep_imported`.

    Called when the first picture stands there: until then it takes nothing instead of 18 ms.
    """
    gc.set_threshold(700, 10, 100)


def collect_what_is_new() -> bool:
    """Collect the garbage among what was made since the last time, in a moment when nobody waits; False: too little.

    What is left stays for good, so that the next time takes 5 ms, not 90; `collect_for_good` goes over it again.
    """
    if gc.get_count()[2] < _WORTH_IT:
        return False
    gc.collect()
    gc.freeze()
    return True


def collect_for_good() -> None:
    """Let the garbage collector go over everything once more when it next works: a large part of it is gone."""
    gc.unfreeze()


def import_lightly() -> None:
    """Import five modules without those that they need for nothing that is done here.

    msgspec does as well with `typing` alone, writes no docstrings, and reads and writes JSON only; `uuid` asks
    `platform` for the system's name, `pathlib` makes an address of a path with the help of `urllib.parse`, click
    translates and looks into functions, and `zoneinfo` asks how Python was built. Of the 337 million instructions of a
    call of `pmtui log` that saves 73 million (counted by callgrind). Whoever needs them can import them all the same.
    """
    with _instead_of("typing_extensions", None), _called_rarely("textwrap", *_CALLED_RARELY_OF_MSGSPEC):
        with _instead_of("platform", _Later("platform", system=lambda: os.uname().sysname)):
            import uuid  # noqa: F401
        import msgspec  # noqa: F401
    with _instead_of("sysconfig", _Later("sysconfig", get_config_var=_config_var)):
        import zoneinfo  # noqa: F401
    with _instead_of("urllib.parse", _Later("urllib.parse")):
        import pathlib  # noqa: F401
    with _instead_of("gettext", _Later("gettext")), _instead_of("inspect", _Later("inspect", cleandoc=_cleandoc)):
        import click  # noqa: F401


def import_asyncio() -> None:
    """Import `asyncio` as it is where Python has no TLS: nothing here opens a connection, and OpenSSL loads slowly.

    It takes 147 ms instead of 172 (24 runs by turns; 15 saved in half of them). Without what it calls rarely it is 15
    million instructions of 111 less again. Whoever needs `ssl` or one of those later can import it all the same.
    """
    with _instead_of("ssl", None), _called_rarely(*_CALLED_RARELY_OF_ASYNCIO), _compiled_when_used():
        import asyncio  # noqa: F401


def import_shutil() -> None:
    """Import `shutil`, which Textual asks for the size of the terminal, without two kinds of archive: 2 ms less."""
    with _instead_of("bz2", None), _instead_of("lzma", None):
        import shutil  # noqa: F401


@contextlib.contextmanager
def without_needless_of_textual() -> Iterator[None]:
    """Let Textual be imported without what it needs for nothing that is done here.

    Its command palette, with the widgets of that, is never opened (ours is), names of types come from `typing`, and
    the others have functions that are called in rare cases. It takes 120 ms instead of 170; that patterns are compiled
    when they are used saves 41 million instructions more. Whoever needs the modules later can import them all the same.
    """
    palette = _instead_of("textual.command", _Unused("textual.command"))
    pickle = _instead_of("pickle", _Later("pickle", **_c_pickle()))
    chance = _instead_of("random", _Later("random", getrandbits=_random_bits))
    rarely = _called_rarely(*_CALLED_RARELY)
    with _instead_of("typing_extensions", typing), palette, pickle, chance, rarely, _compiled_when_used():
        _leave_for_later("textual.markup", "parse_style")
        yield


def _leave_for_later(name: str, *functions: str) -> None:
    """Let all imports find a module whose functions of those names import the real one when they are called.

    Where functions import it again each time that they are called, though they seldom call anything of it.
    """
    if name not in sys.modules:
        later = sys.modules[name] = _Later(name)
        vars(later).update({function: getattr(later, function) for function in functions})
        later.stands_in = False


@contextlib.contextmanager
def _called_rarely(*names: str) -> Iterator[None]:
    """Let imports find modules whose functions import the real one when they are called."""
    with contextlib.ExitStack() as stack:
        for name in names:
            stack.enter_context(_instead_of(name, _Later(name)))
        yield


@contextlib.contextmanager
def _instead_of(name: str, found: ModuleType | None) -> Iterator[None]:
    """Let imports find another module under a name (None: no such module), unless it was imported before."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = found  # type: ignore[assignment]
    try:
        yield
    finally:
        if sys.modules.get(name) is found:
            sys.modules.pop(name, None)
        if isinstance(found, _Later):
            found.stands_in = False


class _Later(ModuleType):
    """A module of functions each of which imports the real one when it is called; those named are there at once.

    What is asked of it once it stands in for the real one no more is the real one's: constants and classes, too.
    """

    stands_in = True

    def __init__(self, name: str, **functions: Callable[..., Any]) -> None:
        super().__init__(name)
        vars(self).update(functions)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if not self.stands_in:
            return getattr(_real(self.__name__), name)
        return lambda *args, **kwargs: getattr(_real(self.__name__), name)(*args, **kwargs)


def _real(name: str) -> ModuleType:
    """The module of that name itself, whatever stands in for it."""
    if isinstance(sys.modules.get(name), _Later):
        del sys.modules[name]
    return import_module(name)


class _Unused(ModuleType):
    """A module of classes that nobody makes anything of."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return object


@contextlib.contextmanager
def _compiled_when_used() -> Iterator[None]:
    """Let regular expressions be compiled when the first text is searched by them, not when they are imported.

    Most of those that Textual reads style sheets with are not needed where the rules are known from an earlier start.
    """
    re.compile = _Pattern  # type: ignore[assignment]
    try:
        yield
    finally:
        re.compile = _compile


class _Pattern:
    """A `re.Pattern`, compiled when one of its methods is called first, even where the method was taken from it before.

    A function of `re` that is given a pattern would not take it for one: nothing that is imported here does so.
    """

    _METHODS = ("match", "search", "fullmatch", "finditer", "findall", "split", "sub", "subn")

    def __init__(self, pattern: Any, flags: int = 0) -> None:
        self._asked_for = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name in self._METHODS:
            return lambda *args, **kwargs: getattr(self._compiled, name)(*args, **kwargs)
        return getattr(self._compiled, name)

    @cached_property
    def _compiled(self) -> re.Pattern[Any]:
        compiled = _compile(*self._asked_for)
        vars(self).update({name: getattr(compiled, name) for name in self._METHODS})
        return compiled


def _c_pickle() -> dict[str, Callable[..., Any]]:
    """The two functions of `pickle` that styles with data are made with, without their forms in Python."""
    try:
        from _pickle import dumps, loads
    except ImportError:
        return {}
    return {"dumps": dumps, "loads": loads}


def _random_bits(count: int) -> int:
    """As `random.getrandbits`: the first number of Rich's styles with links."""
    return int.from_bytes(os.urandom(-(-count // 8)), "big") >> (-count % 8)


def _config_var(name: str) -> str | None:
    """As `sysconfig.get_config_var`, which reads all that Python was built with: where it looks for time zones."""
    if name == "TZPATH" and os.access(_USUAL_ZONES, os.R_OK):
        return _USUAL_PATH_OF_ZONES
    value: str | None = _real("sysconfig").get_config_var(name)
    return value


def _cleandoc(text: str) -> str:
    """As `inspect.cleandoc`."""
    if "\n" not in text:
        return text.expandtabs().lstrip()
    from inspect import cleandoc

    return cleandoc(text)


def take_turns_often() -> None:
    """Let threads take turns ten times as often as Python does by itself (every 5 ms).

    What the app draws is written by a thread, which would wait for its turn up to 5 ms at each write. From a letter to
    its picture it takes 23 ms instead of 33 (300 letters each by turns, in two apps at once).
    """
    sys.setswitchinterval(0.0005)
