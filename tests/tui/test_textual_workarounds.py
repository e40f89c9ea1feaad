"""What is overridden of Textual leaves the same on the screen as Textual itself would."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import textual.widgets
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.markup import parse_style
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from pmtui.session import codec
from pmtui.session.document import Session
from pmtui.tui import theme
from pmtui.tui.meeting.screen import MeetingScreen
from pmtui.tui.style_rules.app_stylesheet import AppStylesheet
from pmtui.tui.widgets import textual_workarounds
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.form import Form
from pmtui.tui.widgets.textual_workarounds import Ground, StyledField
from tests.tui.conftest import OpenApp


def said(stylesheet: Stylesheet) -> list[str]:
    """What the rules of a style sheet say, in no order."""
    return sorted(f"{rule.selectors} {rule.styles.get_rules()}" for rule in stylesheet.rules)


def rules_of(field: Editor) -> dict[str, RulesMap]:
    """What the style sheets say of a field and of each of its parts."""
    parts = {name: field.get_component_styles(name).get_rules() for name in Editor.COMPONENT_CLASSES}
    return {"": field.styles.base.get_rules(), **parts}


def grounds_of(line: Strip) -> list[tuple[str, object]]:
    """Each cell of a drawn line, with its ground."""
    return [(cell, style and style.bgcolor) for text, style, _ in line for cell in text]


def test_what_is_set_at_once_is_what_textual_would_have_set_one_after_the_other() -> None:
    colours = theme.DARK.theme().to_color_system().generate() | theme.DARK.theme().variables
    sheets = AppStylesheet(variables=colours)
    for path in (Path(__file__).resolve().parents[2] / "styles").glob("*.tcss"):
        sheets.read(path)
    for name in textual.widgets.__all__:
        kind = getattr(textual.widgets, name)
        sheets.add_source(kind.DEFAULT_CSS, (name, ""), is_default_css=True, scope=name)
    asked = 0
    for rule in sheets.rules:
        rules = rule.styles.get_rules()
        ours, stock = DOMNode(), DOMNode()
        AppStylesheet.replace_rules(ours, rules)
        Stylesheet.replace_rules(stock, rules)
        told, wanted = ours.styles.base.get_rules(), stock.styles.base.get_rules()
        asked += len(wanted)
        assert {**told, "layout": None} == {**wanted, "layout": None}, rule.css
        assert type(told.get("layout")) is type(wanted.get("layout"))
        assert [*map(type, told.values())] == [*map(type, (wanted[name] for name in told))], rule.css
    assert asked > 1000


@pytest.mark.parametrize("tokens", [*theme.THEMES, theme.SIXTEEN, theme.GREYS])
def test_a_style_of_text_is_read_as_textual_reads_it(tokens: theme.Tokens) -> None:
    made = tokens.theme()
    variables = {**made.to_color_system().generate(), **made.variables}
    sheets = AppStylesheet(variables=variables)
    for words in ("", "bold", "$dim", "italic $notice", "bold $accent on $panel", "on $well reverse", "dim underline"):
        assert sheets.parse_style(words) == parse_style(words, variables), words
        assert sheets.parse_style(words) is sheets.parse_style(words)
    for others in ("red", "not bold", "bold 50% on #123456"):
        assert sheets.parse_style(others) == parse_style(others, variables), others
    sheets.set_variables({"dim": "#123456"})
    assert sheets.parse_style("$dim") == parse_style("#123456")


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
        places = [(widget.region, widget.virtual_size) for widget in shown]
        screen.refresh(layout=True)
        await sitting.pilot.pause()
        assert [(widget.region, widget.virtual_size) for widget in shown] == places

        grounds = [widget for widget in shown if isinstance(widget, Ground) and widget.size]
        assert {Form, MeetingScreen} <= {*map(type, grounds)}
        drawn = 0
        for ground in grounds:
            ours, stock = (draw(ground, ground.size.region) for draw in (Ground.render_lines, Widget.render_lines))
            assert not ours or [*map(grounds_of, ours)] == [*map(grounds_of, stock)], ground
            drawn += bool(ours)
        assert 0 < drawn < len(grounds)  # the others have the ground of what is around them, which draws it

        await sitting.press("escape", "f1")  # help brings a sheet of its own
        stock = Stylesheet(variables=app.get_css_variables())
        stock.source = dict(app.stylesheet.source)
        stock.reparse()
        assert said(app.stylesheet) == said(stock)

        await sitting.press("escape")
        coloured = 0
        for field in screen.query(Editor):
            seen = []
            for focused in (True, False, True, False, True):  # what was found for a field that was there before is kept
                field.has_focus = focused
                field.update_node_styles()  # of one out of sight it is done later
                told = rules_of(field)
                stock.apply(field)
                assert told == rules_of(field)
                seen.append(told)
                coloured += any("color" in rules for rules in told.values())
            assert seen[0] == seen[2] == seen[4] != seen[1] == seen[3]
        assert coloured

        field = next(field for field in screen.query(Editor) if field.content_size.width > 9)
        field.empty()
        field.shows_example, field.placeholder = True, "example"
        plain = cells([field.render_line(0)])
        app.stylesheet.add_source(".odd > .text-area--placeholder { color: #102030; }", ("test", ""))
        field.add_class("odd")
        assert cells([field.render_line(0)]) != plain
        field.remove_class("odd")
        assert cells([field.render_line(0)]) == plain

        with pytest.raises(KeyError):
            screen.query(Editor).first().get_component_styles("text-area--gutter")


def cells(strips: Iterable[Strip]) -> list[list[tuple[str, object]]]:
    """Each character of the lines, with what is seen of its style."""
    return [
        [
            (letter, (style.bgcolor, style.underline) if letter == " " else (style.color, style.bgcolor, style.bold))
            for text, style, _ in strip
            if style is not None
            for letter in text
        ]
        for strip in strips
    ]


async def test_what_is_kept_of_a_step_that_one_comes_back_to_is_what_would_be_drawn_anew(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Path(__file__).with_name("review.json").read_bytes()
    session = codec.decode(data, now="2026-11-20T09:00:00Z", new_id=lambda: "").session
    async with open_app(session, step="close") as sitting:
        screen = sitting.meeting
        for step, keys, size, tokens in (
            ("timeline", ["down", "escape"], (120, 36), theme.DARK),
            ("lessons", ["tab"], (80, 24), theme.LIGHT),
            ("summary", ["tab", "f6"], (160, 40), theme.DARK),
            ("close", ["tab"], (120, 36), theme.LIGHT),
        ):
            for _ in range(2):
                screen._compositor.render_strips()  # what it was when it was left is kept
                await sitting.go(step)
                screen._compositor.render_strips()
                await sitting.press(*keys)
            await sitting.pilot.resize_terminal(*size)
            sitting.app.theme = tokens.name
            await sitting.pilot.pause()
            shown = [widget for widget in screen.walk_children() if widget.size]
            kept = cells(screen._compositor.render_strips())[1:]  # the first line has the clock
            places = [(widget.region, widget.virtual_size) for widget in shown]
            with monkeypatch.context() as patch:
                patch.setattr(Ground, "render_lines", Widget.render_lines)
                patch.setattr(StyledField, "drawn_with", property(lambda _: (object(),)))
                patch.setattr(
                    textual_workarounds, "as_before", lambda _, size, optimal, arrange: arrange(size, optimal)
                )
                for widget in screen.walk_children(with_self=True):
                    widget.notify_style_update()
                    widget.refresh(layout=True)
                await sitting.pilot.pause()
                assert cells(screen._compositor.render_strips())[1:] == kept
                assert [(widget.region, widget.virtual_size) for widget in shown] == places
            await sitting.press("escape")

        screen.view.styles.background, screen.agenda.styles.height = "#102030", 10
        await sitting.pilot.pause()
        assert screen.agenda.outer_size.height == 10
        assert "#102030" in str(grounds_of(screen.view.render_lines(screen.view.size.region)[0])[0])

        line = screen.keys_line
        own = cells([line.render_line(0)])[0]
        assert own == cells([Widget.render_line(line, 0)])[0][: len(own)]
        assert "".join(letter for letter, _ in own) == str(line.render())
