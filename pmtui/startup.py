"""Settings of Python that make the program start faster, each with the time that it saves.

Times are milliseconds on a slow machine with two cores: of the garbage collector by `gc.callbacks` (three runs differed
by less than a tenth), otherwise medians of alternating runs with and without the setting.
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

_RARELY_USED_BY_TEXTUAL = (
    "difflib", "mimetypes", "platformdirs", "rich._emoji_replace", "rich.align", "rich.emoji", "rich.markup",
    "rich.padding", "rich.pager", "rich.panel", "rich.screen", "rich.styled", "rich.table", "rich.tree",
    "textual.canvas", "textual.css._help_text",
)  # fmt: skip
"""Modules that Textual imports for drawing errors, trees and lines between widgets, or for files that we do not use."""
_RARELY_USED_BY_MSGSPEC = (
    "msgspec._json_schema", "msgspec.inspect", "msgspec.msgpack", "msgspec.toml", "msgspec.yaml",
)  # fmt: skip
"""Formats of msgspec that no verb uses when it starts, and the schemas that only `pmtui schema` makes."""
_RARELY_USED_BY_ASYNCIO = ("asyncio.sslproto", "asyncio.staggered", "locale", "textwrap", "tokenize")
"""Modules that asyncio uses for connections, for lines of tracebacks, and for the text output of other programs."""
_USUAL_ZONES = "/usr/share/zoneinfo"
_USUAL_PATH_OF_ZONES = f"{_USUAL_ZONES}:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo"
_compile = re.compile
_MIN_COLLECTIONS = 2
"""The number of collections of generation 1 since the last full collection; two are about 14,000 new objects."""


def collect_rarely() -> None:
    """Raise the thresholds of the garbage collector, so that it hardly runs during imports.

    A verb ends before there is much to collect. Of the 215 ms in which `pmtui log` and the library are imported, the
    collector takes 0.1 ms instead of 10 (one run instead of 38); of the 680 ms of the app, 0.2 instead of 35.
    """
    gc.set_threshold(100_000)


def freeze_imported() -> None:
    """Exclude everything imported so far from garbage collection, which would otherwise delay a key press."""
    gc.freeze()


def collect_as_usual() -> None:
    """Restore the default thresholds of the garbage collector; call it after the first screen is drawn.

    Until then the collector takes no time instead of 18 ms.
    """
    gc.set_threshold(700, 10, 100)


def collect_new_objects() -> bool:
    """Collect garbage among the objects made since the last call, while nobody waits; return False if there are few.

    The surviving objects are excluded from later collections, so that the next one takes 5 ms instead of 90, until
    `unfreeze_collected` is called.
    """
    if gc.get_count()[2] < _MIN_COLLECTIONS:
        return False
    gc.collect()
    gc.freeze()
    return True


def unfreeze_collected() -> None:
    """Include all objects in garbage collection again; call it when a large part of them became garbage."""
    gc.unfreeze()


def import_lean() -> None:
    """Import five modules without the modules that they import but do not need here.

    msgspec works without `typing_extensions`, and needs its other formats and `textwrap` only in rare cases. `uuid`
    needs `platform` for the name of the system, `pathlib` needs `urllib.parse` for URLs, click needs `gettext` and
    `inspect`, `zoneinfo` needs `sysconfig` for the path of the time zones. This saves 73 of the 337 million
    instructions of `pmtui log` (by callgrind). The modules can still be imported later.
    """
    with _replaced_module("typing_extensions", None), _lazy_modules("textwrap", *_RARELY_USED_BY_MSGSPEC):
        with _replaced_module("platform", _LazyModule("platform", system=lambda: os.uname().sysname)):
            import uuid  # noqa: F401
        import msgspec  # noqa: F401
    with _replaced_module("sysconfig", _LazyModule("sysconfig", get_config_var=_config_var)):
        import zoneinfo  # noqa: F401
    with _replaced_module("urllib.parse", _LazyModule("urllib.parse")):
        import pathlib  # noqa: F401
    with (
        _replaced_module("gettext", _LazyModule("gettext")),
        _replaced_module("inspect", _LazyModule("inspect", cleandoc=_cleandoc)),
    ):
        import click  # noqa: F401


def import_asyncio() -> None:
    """Import `asyncio` without `ssl`, as in a Python without TLS, and without other modules that it rarely uses.

    The program opens no connection, and OpenSSL loads slowly: the import takes 147 ms instead of 172 (median of 24
    alternating runs). The other modules save 15 of 111 million instructions. All can still be imported later.
    """
    with _replaced_module("ssl", None), _lazy_modules(*_RARELY_USED_BY_ASYNCIO), _lazy_patterns():
        import asyncio  # noqa: F401


def import_shutil() -> None:
    """Import `shutil`, which Textual needs for the size of the terminal, without `bz2` and `lzma`; saves 2 ms."""
    with _replaced_module("bz2", None), _replaced_module("lzma", None):
        import shutil  # noqa: F401


@contextlib.contextmanager
def lean_textual_import() -> Iterator[None]:
    """Import Textual within this context without modules that it imports but does not need here.

    Its command palette is never opened, `typing` is used instead of `typing_extensions`, and the other modules have
    functions that are rarely called. The import takes 120 ms instead of 170; compiling regular expressions on first
    use saves another 41 million instructions. The modules can still be imported later.
    """
    palette = _replaced_module("textual.command", _StubModule("textual.command"))
    pickle = _replaced_module("pickle", _LazyModule("pickle", **_c_pickle()))
    chance = _replaced_module("random", _LazyModule("random", getrandbits=_random_bits))
    rarely = _lazy_modules(*_RARELY_USED_BY_TEXTUAL)
    with _replaced_module("typing_extensions", typing), palette, pickle, chance, rarely, _lazy_patterns():
        _install_lazy_module("textual.markup", "parse_style")
        yield


def _install_lazy_module(name: str, *functions: str) -> None:
    """Install a lazy module for good; a call of one of these functions imports the real one.

    It is for modules that functions import anew at each call without using them in most calls.
    """
    if name not in sys.modules:
        later = sys.modules[name] = _LazyModule(name)
        vars(later).update({function: getattr(later, function) for function in functions})
        later.is_active = False


@contextlib.contextmanager
def _lazy_modules(*names: str) -> Iterator[None]:
    """Replace modules by lazy ones within this context."""
    with contextlib.ExitStack() as stack:
        for name in names:
            stack.enter_context(_replaced_module(name, _LazyModule(name)))
        yield


@contextlib.contextmanager
def _replaced_module(name: str, found: ModuleType | None) -> Iterator[None]:
    """Replace a module within this context (None: it cannot be imported), unless it was imported before."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = found  # type: ignore[assignment]
    try:
        yield
    finally:
        if sys.modules.get(name) is found:
            sys.modules.pop(name, None)
        if isinstance(found, _LazyModule):
            found.is_active = False


class _LazyModule(ModuleType):
    """A module whose functions import the real module when they are called, except those passed as arguments.

    After it is no longer in `sys.modules` (`is_active` False), all attributes are those of the real module, constants
    and classes, too.
    """

    is_active = True

    def __init__(self, name: str, **functions: Callable[..., Any]) -> None:
        super().__init__(name)
        vars(self).update(functions)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if not self.is_active:
            return getattr(_real(self.__name__), name)
        return lambda *args, **kwargs: getattr(_real(self.__name__), name)(*args, **kwargs)


def _real(name: str) -> ModuleType:
    """Import the real module of this name."""
    if isinstance(sys.modules.get(name), _LazyModule):
        del sys.modules[name]
    return import_module(name)


class _StubModule(ModuleType):
    """A module of classes that are never instantiated."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return object


@contextlib.contextmanager
def _lazy_patterns() -> Iterator[None]:
    """Within this context, `re.compile` returns patterns that are compiled on first use.

    Textual needs most of its patterns for parsing style sheets, whose rules are usually cached by an earlier start.
    """
    re.compile = _LazyPattern  # type: ignore[assignment]
    try:
        yield
    finally:
        re.compile = _compile


class _LazyPattern:
    """A `re.Pattern` that is compiled at the first call of a method, even if the method was looked up earlier.

    Functions of `re` do not accept it as a pattern; no module that is imported here passes it to one.
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
    """Return `dumps` and `loads` of `pickle`, which Rich needs for styles with metadata, from the C module."""
    try:
        from _pickle import dumps, loads
    except ImportError:
        return {}
    return {"dumps": dumps, "loads": loads}


def _random_bits(count: int) -> int:
    """Return random bits, as `random.getrandbits` does; Rich numbers styles with links by them."""
    return int.from_bytes(os.urandom(-(-count // 8)), "big") >> (-count % 8)


def _config_var(name: str) -> str | None:
    """Do what `sysconfig.get_config_var` does, without loading all build settings for the path of the time zones."""
    if name == "TZPATH" and os.access(_USUAL_ZONES, os.R_OK):
        return _USUAL_PATH_OF_ZONES
    value: str | None = _real("sysconfig").get_config_var(name)
    return value


def _cleandoc(text: str) -> str:
    """Do what `inspect.cleandoc` does."""
    if "\n" not in text:
        return text.expandtabs().lstrip()
    from inspect import cleandoc

    return cleandoc(text)


def switch_threads_often() -> None:
    """Set the interval at which Python switches threads to 0.5 ms instead of 5 ms.

    Textual writes to the terminal in a thread, which would otherwise wait up to 5 ms at each write. The time from a
    key press to its picture is 23 ms instead of 33 (300 letters each, alternating between two apps).
    """
    sys.setswitchinterval(0.0005)
