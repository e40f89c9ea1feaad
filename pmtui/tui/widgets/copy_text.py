"""Copies a text from a screen to the clipboard, in a thread: a clipboard may take seconds to answer."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

from textual.app import App

from pmtui import signs


async def copy_text(app: App[Any], text: str, what: str, otherwise: str) -> tuple[str, bool]:
    """Copy a text; returns what to tell the person, and whether the text is lost.

    Args:
        app: asks the terminal, where the desktop has no clipboard.
        text: what is copied.
        what: what it is, in words.
        otherwise: the command that prints it, named where no clipboard took it.
    """
    from pmtui.clipboard import copy  # it looks for the desktop's programs: only when asked for

    copied = await asyncio.to_thread(copy, text, osc52=partial(app.call_from_thread, app.copy_to_clipboard))
    sign = f"{signs.TICK} " if copied.sure else ""
    mend = f": {otherwise} prints it" if copied.lost else ""
    return f"{sign}{what}: {copied.how}{mend}", copied.lost
