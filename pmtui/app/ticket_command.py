"""Run a command of a ticket tracker, such as `gh issue create`, with a time limit.

It runs without a shell, with empty standard input and without a terminal, so that it cannot ask questions.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Final, NamedTuple

from pmtui.library.errors import StorageError
from pmtui.session.text import cleaned, cut

MOST: Final = 64 << 20
"""In bytes: at most so much of a command's output is kept; one byte more shows that there was more."""


class CommandFailed(StorageError):
    """A command could not be started, or failed. The message is one line with what it printed and how to mend it."""


class TookTooLong(CommandFailed):
    """A command was ended at its time limit; what it has done is not known."""


class Printed(NamedTuple):
    """The exit status and output of a command."""

    status: int
    out: bytes
    err: bytes

    @property
    def said(self) -> str:
        """The first line with text, of standard error before standard output; cut to 160 characters."""
        for data in (self.err, self.out):
            for line in plain(data).splitlines():
                if line.strip():
                    return cut(line, 160)
        return "nothing"

    @property
    def ended(self) -> str:
        """How it ended: `exit status 1` or `ended by signal 9`."""
        return f"exit status {self.status}" if self.status >= 0 else f"ended by signal {-self.status}"


def run(command: Sequence[str], seconds: int) -> Printed:
    """Run a command to its end. At the time limit, or on ctrl+c, it is ended with all processes that it started.

    Args:
        command: the program and its arguments.
        seconds: the time limit.

    Raises:
        CommandFailed: it could not be started.
        TookTooLong: it did not end within the time limit.
    """
    name = command[0]
    environ = {**os.environ, "NO_COLOR": "1", "GH_PROMPT_DISABLED": "1", "NO_PROMPT": "1"}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        try:
            child = subprocess.Popen(
                list(command), stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=environ, start_new_session=True
            )
        except FileNotFoundError:
            raise CommandFailed(f"{name}: no such program: install it, or name another in [tickets]") from None
        except ValueError as error:
            raise CommandFailed(f"{name}: cannot be run: {error}: mend [tickets]") from None
        except OSError as error:
            said = (error.strerror or str(error)).lower()
            raise CommandFailed(f"{name}: cannot be run: {said}: mend it, then try again") from None
        try:
            status = child.wait(seconds)
        except subprocess.TimeoutExpired:
            _end(child)
            raise TookTooLong(
                f"{name}: did not end in {seconds} s: see whether it works by itself, or set seconds in [tickets]"
            ) from None
        except BaseException:
            _end(child)
            raise
        return Printed(status, _read(out), _read(err))


def plain(data: bytes) -> str:
    """Decode a command's output, without colours and control characters; bytes that are not UTF-8 become U+FFFD."""
    import re

    return cleaned(
        re.sub(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)", "", data.decode("utf-8", "replace"))
    )


def _end(child: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _read(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(MOST + 1)
