"""What is overridden of Textual leaves the same on the screen as Textual itself would."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

from pmtui.session.document import Session
from pmtui.tui.widgets.editor import Editor
from tests.tui.conftest import OpenApp


def said(stylesheet: Stylesheet) -> list[str]:
    """What the rules of a style sheet say, in no order."""
    return sorted(f"{rule.selectors} {rule.styles.get_rules()}" for rule in stylesheet.rules)


async def test_what_is_styled_and_parsed_once_is_what_textual_would_have_made(
    make_session: Callable[..., Session], open_app: OpenApp
) -> None:
    async with open_app(make_session(), step="key_details") as sitting:
        screen, app = sitting.meeting, sitting.app
        shown = list(screen.walk_children(with_self=True))
        before = [widget.styles.get_rules() for widget in shown]
        Screen.update_node_styles(screen, animate=False)
        assert [widget.styles.get_rules() for widget in shown] == before
        assert screen.styles.background.a == 1  # else what lies under it is drawn as well, each time

        await sitting.press("escape", "f1")  # help brings a sheet of its own
        stock = Stylesheet(variables=app.get_css_variables())
        stock.source = dict(app.stylesheet.source)
        stock.reparse()
        assert said(app.stylesheet) == said(stock)

        await sitting.press("escape")
        for field in screen.query(Editor):
            screen.set_focus(field)
            field.update_node_styles()
            found = {name: field.get_component_styles(name).get_rules() for name in Editor.COMPONENT_CLASSES}
            app.stylesheet.parse()  # what was remembered of the parts is forgotten
            field.update_node_styles()
            assert found == {name: field.get_component_styles(name).get_rules() for name in Editor.COMPONENT_CLASSES}
            assert any("color" in rules for rules in found.values())

        with pytest.raises(KeyError):
            screen.query(Editor).first().get_component_styles("text-area--gutter")
