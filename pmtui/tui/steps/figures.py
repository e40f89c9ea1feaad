"""Attach figures to an answer or an event: a list with ticks."""

from __future__ import annotations

from typing import Any

from pmtui import signs
from pmtui.session.text import cut
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.widgets.picker import Picker, matcher


def pick_figures(view: ItemList, item: Any) -> None:
    """Choose a figure to attach to the item, or to remove from it."""
    evidence = view.editing.session.evidence
    if not evidence:
        view.say("There are no figures yet: add them in the evidence step", wrong=True)
        return
    entries = [
        (e.id, f"Fig. {n}  {e.caption or e.path or e.url}", f"{signs.TICK} attached" if e.id in item.evidence else "")
        for n, e in enumerate(evidence, 1)
    ]

    def chosen(figure_id: str | None) -> None:
        now = view.item(item.id)
        if figure_id is None or now is None:
            return
        have = now.evidence
        new = tuple(e for e in have if e != figure_id) if figure_id in have else (*have, figure_id)
        view.change(item.id, f"attach to “{cut(item.text, 20)}”", evidence=new)

    view.app.push_screen(Picker(f"Figures of “{cut(item.text, 36)}”: attach, or take off", matcher(entries)), chosen)
