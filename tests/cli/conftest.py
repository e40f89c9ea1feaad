"""Calls of the program in this process: the real command line, standard streams that we hold, nobody's own config."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pmtui.cli.program import main
from pmtui.library.folder import Library
from pmtui.session.document import Session

Run = Callable[..., "Result"]


@dataclass(frozen=True)
class Result:
    """What one call came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, parsed."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """The lines of standard output."""
        return self.out.splitlines()

    def refused(self, *parts: str, status: int = 2, repeated: str = "") -> None:
        """Assert that it was refused with one line on standard error that holds the parts, and nothing else.

        Args:
            parts: what the line holds.
            status: the exit status.
            repeated: the text that `log` repeats on a second line.
        """
        assert (self.status, self.out) == (status, ""), self
        line, _, rest = self.err.partition("\n")
        assert line.startswith("pmtui: "), self
        assert rest == (f"not noted: {repeated}\n" if repeated else ""), self
        for part in parts:
            assert part in line, self


@pytest.fixture(autouse=True)
def _nobody_s_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("TZ", "Europe/London")
    monkeypatch.setenv("PMTUI_LIBRARY", str(tmp_path / "library"))
    for name in ("PMTUI_DEBUG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


class _Stream(io.TextIOWrapper):
    """A text stream over bytes that may pass for a terminal."""

    terminal = False

    def isatty(self) -> bool:
        return self.terminal


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("log", "text", stdin=…, terminal=True)` calls the program."""

    def call(*args: str, stdin: str | bytes = b"", terminal: bool = False) -> Result:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        streams = [_Stream(io.BytesIO(each), encoding="utf-8") for each in (data, b"", b"")]
        streams[1].terminal = streams[2].terminal = terminal
        with monkeypatch.context() as patch:
            for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
                patch.setattr(sys, name, stream)
            try:
                status = main(args)
            except SystemExit as ended:
                status = ended.code if isinstance(ended.code, int) else 1
            for stream in streams[1:]:
                stream.flush()
        out, err = (stream.buffer.getvalue().decode() for stream in streams[1:])  # type: ignore[attr-defined]
        return Result(status, out, err)

    return call


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """The library that the calls use."""
    return Library(tmp_path / "library")


@pytest.fixture
def session_of(library: Library) -> Callable[[str], Session]:
    """Reads back a session, by anything that the command line takes."""
    return lambda ref="latest": library.read(library.find(ref))
