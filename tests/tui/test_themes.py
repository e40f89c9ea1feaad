"""Themes can be read, are remembered, and mistakes in what a person chose are said; own keys work and are shown."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from rich.color import Color, ColorSystem
from textual.color import Color as Shade

from pmtui import settings
from pmtui.library.folder import Library
from pmtui.meeting import keys
from pmtui.session.document import STEP_NAMES, KeyDetails, Session, Why
from pmtui.settings import load
from pmtui.tui import theme
from pmtui.tui.app import PmtuiApp
from pmtui.tui.theme import CONTRAST, GREYS, SIXTEEN, THEMES, Tokens
from tests.tui.conftest import OpenApp, Sitting

Make = Callable[..., Session]

TEXT = ("foreground", "dim", "accent", "notice", "danger", "well", "wrong", "lucky")
GROUNDS = ("background", "surface", "panel")


@pytest.fixture
def session(library: Library, make_session: Make) -> Session:
    made = make_session(
        key_details=KeyDetails(product="Checkout", headline="Payments refused", severity="SEV2"),
        **{
            "root_cause.problem": "Payments were refused",
            "root_cause.whys": (Why(id="w1", text="The certificate had expired", verdict="root"),),
        },
    )
    library.add(made)
    return made


def least(tokens: Tokens) -> float:
    return 7.0 if tokens is CONTRAST else 4.5


def luminance(color: Shade) -> float:
    parts = [part / 255 for part in color.rgb]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Shade, other: Shade) -> float:
    """As WCAG 2 reckons it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", THEMES, ids=lambda tokens: tokens.name)
@pytest.mark.parametrize("text", TEXT)
def test_every_colour_of_text_can_be_read_on_every_ground(tokens: Tokens, text: str) -> None:
    for ground in GROUNDS:
        found = contrast(Shade.parse(getattr(tokens, text)), Shade.parse(getattr(tokens, ground)))
        assert found >= least(tokens), f"{text} on {ground}: {found:.2f}"


def seen(color: Shade, vision: str) -> tuple[float, float, float]:
    """The colour as somebody sees it, in CIE L*a*b*: `all` colours, or without red or green (Viénot)."""
    mixed = {
        "all": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
        "deuteranopia": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
        "protanopia": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    }[vision]
    parts = [part / 255 for part in color.rgb]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    red, green, blue = (sum(a * b for a, b in zip(row, linear, strict=True)) for row in mixed)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


MEANINGS = ("dim", "accent", "notice", "danger", "well", "wrong", "lucky")


@pytest.mark.parametrize("vision", ["all", "deuteranopia", "protanopia"])
@pytest.mark.parametrize("tokens", (*THEMES, SIXTEEN), ids=lambda tokens: tokens.name)
def test_colours_with_a_meaning_differ_for_every_eye(tokens: Tokens, vision: str) -> None:
    apart, lightness = (5.0, 2.5) if tokens is SIXTEEN else (10.0, 1.8)  # there are sixteen to choose from
    for one, other in combinations(MEANINGS, 2):
        first, second = (Shade.parse(getattr(tokens, name)) for name in (one, other))
        assert math.dist(seen(first, vision), seen(second, vision)) >= apart, (one, other)
        assert abs(seen(first, "all")[0] - seen(second, "all")[0]) >= lightness, (one, other)
    well, wrong = (seen(Shade.parse(color), vision)[0] for color in (tokens.well, tokens.wrong))
    assert abs(well - wrong) >= 14


@pytest.mark.parametrize("tokens", [SIXTEEN, GREYS], ids=lambda tokens: tokens.name)
def test_sixteen_colours_come_out_as_the_terminals_own(tokens: Tokens) -> None:
    for name in (*TEXT, *GROUNDS, "rule", "selection"):
        color = getattr(tokens, name)
        shown = Color.parse(color).downgrade(ColorSystem.STANDARD)
        assert list(theme.ANSI.values()).index(color) == shown.number, name
    for name in TEXT:
        assert contrast(Shade.parse(getattr(tokens, name)), Shade.parse(tokens.background)) >= 3.9, name
    # On the cursor's ground all is drawn in the foreground.
    assert contrast(Shade.parse(tokens.foreground), Shade.parse(tokens.panel)) >= 7
    assert tokens.panel != tokens.background


@pytest.mark.parametrize(
    ("term", "more", "expected"),
    [
        ("xterm", {}, SIXTEEN), ("linux", {}, SIXTEEN), ("screen", {}, SIXTEEN), ("vt220", {}, SIXTEEN),
        ("linux", {"NO_COLOR": "1"}, GREYS), ("xterm", {"COLORTERM": "truecolor"}, theme.DARK),
        ("xterm-256color", {}, theme.DARK),
    ],
)  # fmt: skip
def test_a_terminal_of_sixteen_colours_is_known_by_itself(
    term: str, more: dict[str, str], expected: Tokens, library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("COLORTERM", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": term, **more}.items():
        monkeypatch.setenv(name, value)
    app = PmtuiApp(library, None, settings.Settings(path=tmp_path / "config.toml"))
    app.fit_terminal()
    assert app.theme == expected.name
    assert app.has_class("-few-colours") == (expected in (SIXTEEN, GREYS)), "windows have an edge then"


@pytest.mark.parametrize("tokens", THEMES, ids=lambda tokens: tokens.name)
def test_selected_text_can_be_read(tokens: Tokens) -> None:
    ground = Shade.parse(tokens.panel).blend(Shade.parse(tokens.accent), 0.4)
    assert contrast(Shade.parse(tokens.foreground), ground) >= 4.5


def drawn(sitting: Sitting) -> list[tuple[str, Shade, Shade]]:
    """Every piece of text on the screen with its two colours."""
    found = []
    for strip in sitting.app.screen._compositor.render_strips():
        for segment in strip:
            style = segment.style
            if style is None or style.color is None or style.bgcolor is None or not any(map(str.isalnum, segment.text)):
                continue
            front, back = (_shade(color) for color in (style.color, style.bgcolor))
            if front != back:  # an example that waits for the focus is not seen on purpose
                found.append((segment.text, front, back))
    return found


def _shade(color: Color) -> Shade:
    return Shade(*color.get_truecolor())


@pytest.mark.parametrize("tokens", THEMES, ids=lambda tokens: tokens.name)
async def test_whatever_text_is_drawn_can_be_read(run_app: OpenApp, session: Session, tokens: Tokens) -> None:
    async with run_app(session.id, theme=theme.WORDS[tokens.name]) as sitting:
        for step in ("key_details", "five_whys", "lessons"):
            await sitting.go(step)
            poor = [each for each in drawn(sitting) if contrast(each[1], each[2]) < least(tokens)]
            assert not poor, f"{step}: {poor[:3]}"
        await sitting.press("ctrl+l")
        await sitting.until(lambda: "Payments refused" in sitting.screen_text())
        poor = [each for each in drawn(sitting) if contrast(each[1], each[2]) < least(tokens)]
        assert not poor, f"library: {poor[:3]}"


# --- signs ---


async def test_every_sign_is_drawn_in_ascii_where_that_is_wanted(
    run_app: OpenApp, session: Session, make_session: Make
) -> None:
    async with run_app(session.id, signs="ascii") as sitting:
        for step in STEP_NAMES:
            await sitting.go(step)
            assert sitting.screen_text().isascii(), [c for c in sitting.screen_text() if not c.isascii()]
        await sitting.press("f1")
        assert sitting.screen_text().isascii()
        await sitting.press("escape", "ctrl+l")
        await sitting.until(lambda: "Payments refused" in sitting.screen_text())
        assert sitting.screen_text().isascii()


# --- choosing ---


async def test_a_key_turns_the_themes_and_the_last_one_is_there_the_next_time(
    run_app: OpenApp, session: Session, tmp_path: Path
) -> None:
    async with run_app() as sitting:
        assert sitting.app.theme == "pmtui-dark"
        await sitting.press("f12")
        assert sitting.app.theme == "pmtui-light"
        assert "Theme: light" in sitting.screen_text()
        await sitting.press("f12")
        assert "Theme: high contrast" in sitting.screen_text()
    settings = load({"PMTUI_CONFIG": str(tmp_path / "config.toml"), "TZ": "UTC"})
    async with run_app(theme=settings.theme) as sitting:
        assert sitting.app.theme == CONTRAST.name


def test_what_the_config_says_comes_before_what_was_remembered(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text('{"theme": "light"}')
    environ = {"PMTUI_CONFIG": str(tmp_path / "config.toml"), "TZ": "UTC"}
    assert load(environ).theme == "light"
    (tmp_path / "config.toml").write_text('theme = "high-contrast"')
    assert theme.named(load(environ).theme) is CONTRAST


@pytest.mark.parametrize("word", ["dark", "light", "high contrast", "High-Contrast", "contrast", "pmtui-light"])
def test_a_theme_is_called_by_a_plain_word(word: str, tmp_path: Path) -> None:
    assert theme.named(word) is not None
    assert tuple(theme.WORDS.values()) == settings.THEMES
    (tmp_path / "config.toml").write_text(f'theme = "{word}"\n')
    assert load({"PMTUI_CONFIG": str(tmp_path / "config.toml")}).mistakes == ()


# --- mistakes, and keys of one's own ---


async def test_mistakes_in_the_config_file_are_said_at_the_start(run_app: OpenApp, session: Session) -> None:
    async with run_app(
        session.id,
        theme="pink",
        mistakes=("config.toml: minutes: not the length of a meeting",),
        keys={"step.nxt": ("f8",), "help": ("crtl+h",)},
    ) as sitting:
        said = [note.text for note in sitting.app.notes.waiting]
        assert any("minutes: not the length" in line for line in said)
        assert any("no theme 'pink'" in line and "high contrast" in line for line in said)
        assert any("step.nxt: no such action" in line for line in said)
        assert any("help: no key 'crtl+h'" in line for line in said)
        assert all("\n" not in line for line in said)
        assert not any(str(sitting.app.settings.path.parent) in line for line in said)


async def test_a_key_taken_from_another_command_is_said_at_the_start(run_app: OpenApp, session: Session) -> None:
    async with run_app(session.id, keys={"undo": ("ctrl+q",)}) as sitting:
        said = [note.text for note in sitting.app.notes.waiting]
        assert any("keys: undo: ctrl+q is taken from quit: ctrl+c is left" in line for line in said)


@pytest.mark.parametrize(
    "key", ["f8", "ctrl+s", "?", "question_mark", "K", "shift+up", "less_than_sign", "pageup", ","]
)
def test_a_key_that_exists_is_no_mistake(key: str) -> None:
    assert keys.misspelt({"help": [key]}) == []


async def test_keys_of_ones_own_work_on_lists_steps_and_everywhere_and_are_shown(
    run_app: OpenApp, session: Session
) -> None:
    own = {"why.root": ("f5",), "item.add": ("z",), "step.next": ("ctrl+s",), "theme.next": ("f11",)}
    async with run_app(session.id, keys=own) as sitting:
        sitting.app.notes.waiting.clear()
        await sitting.go("five_whys")
        await sitting.press("down")
        assert "f5 root" in sitting.said
        await sitting.press("f5")
        assert sitting.session.root_cause.whys[0].verdict is None
        await sitting.press("f2")
        assert sitting.session.root_cause.whys[0].verdict is None, "the old key is free"
        await sitting.press("escape")
        assert "z add" in sitting.said
        await sitting.press("z")
        assert sitting.app.focused is not None and sitting.app.focused.has_class("add")
        await sitting.press("ctrl+s", "f11")
        assert sitting.meeting.name_now == "actions"
        assert sitting.app.theme == "pmtui-light"
