"""What the app leaves out under test, because nobody would notice: a third of the time of a story about the app.

- *Painting.* Without a terminal Textual still composes every picture, twice or more a key, and throws it away. Here a
  picture is composed when somebody looks: `Sitting.screen_text`, the stored screens, and once at the end of each story,
  so that a screen that cannot be painted fails. Layout, messages and styles are what they always are. What must paint
  all along runs in a real terminal (`tests/terminal.py`), as the monkey of `tests/faults` does.
- *Parsing.* Every app parses the same sheets; a process of tests parses each once for each set of colours.
- *Counting parameters.* Textual counts those of every callback anew, a quarter of the time of a key; here of each
  function once.
- *Collecting.* What is imported is left out of the garbage collector's rounds, as `pmtui.startup` does for the app.

Textual has no public way to the painting and the counting: `batch_update` holds back the layout as well. So two private
functions are replaced here, for tests alone; where an update of Textual renames them the tests fail at once.
"""

from __future__ import annotations

import gc
from functools import lru_cache
from typing import Any

import pytest
from rich.console import RenderableType
from textual import _callback
from textual._compositor import Compositor
from textual.app import App

from pmtui.tui.style_rules import app_stylesheet
from pmtui.tui.style_rules.cache import RuleCache

_render_update = Compositor.render_update
_seldom = 50_000


def leave_out(patch: pytest.MonkeyPatch) -> None:
    """Leave all of it out, until the patch is undone."""
    patch.setattr(Compositor, "render_update", _pass_over)
    patch.setattr(app_stylesheet, "rule_cache", lambda variables: _parsed(*variables.items()))
    patch.setattr(_callback, "_count_parameters", lru_cache(1000)(_callback._count_parameters))
    gc.freeze()
    gc.set_threshold(_seldom, 20, 100)


def paint(app: App[Any]) -> None:
    """Compose the screen as it stands, whole; what cannot be painted is raised."""
    _render_update(app.screen._compositor, full=True, screen_stack=app._background_screens)


def _pass_over(
    self: Compositor, full: bool = False, screen_stack: Any = None, simplify: bool = False
) -> RenderableType | None:
    if full:  # a screenshot
        return _render_update(self, full, screen_stack, simplify)
    self._dirty_regions.clear()
    return None


@lru_cache(None)
def _parsed(*variables: tuple[str, str]) -> RuleCache:
    return RuleCache(dict(variables), None)
