"""Copy a text to the clipboard, in a thread, because the clipboard may take seconds to answer."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

from textual.app import App

from pmtui import signs


async def copy_text(app: App[Any], text: str, what: str, otherwise: str) -> tuple[str, bool]:
    """Copy a text; return a message for the user, and whether no clipboard took the text.

    Args:
        app: the app, which asks the terminal if the desktop has no clipboard.
        text: the text.
        what: the name of the text in the message.
        otherwise: the command that prints the text, for the message that it was not copied.
    """
    from pmtui.clipboard import copy  # deferred: it looks for programs of the desktop

    copied = await asyncio.to_thread(copy, text, osc52=partial(app.call_from_thread, app.copy_to_clipboard))
    sign = f"{signs.TICK} " if copied.sure else ""
    mend = f": {otherwise} prints it" if copied.lost else ""
    return f"{sign}{what}: {copied.how}{mend}", copied.lost
