"""The rules of style sheets are kept from one start to the next, and are what parsing gives; no file does harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.css.parse import parse
from textual.css.stylesheet import CssSource, StylesheetParseError
from textual.css.types import CSSLocation
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea, Tree

from pmtui.tui.style_rules.cache import RuleCache, rule_cache
from pmtui.tui.theme import DARK, LIGHT

STYLES = Path(__file__).resolve().parents[2] / "styles"
COLOURS = DARK.theme().to_color_system().generate() | DARK.theme().variables
SHEETS: dict[CSSLocation, CssSource] = {
    (str(path), ""): CssSource(path.read_text(), False) for path in sorted(STYLES.glob("*.tcss"))
} | {
    (kind.__module__, kind.__name__): CssSource(kind.DEFAULT_CSS, True, -rank, kind.__name__)
    for rank, kind in enumerate((Input, TextArea, Tree, Screen, Widget))
}  # fmt: skip


FEW = dict(list(SHEETS.items())[-2:])


def told(rules: RuleCache, sheets: dict[CSSLocation, CssSource] = SHEETS) -> list[str]:
    """All that is known of all rules, in their order."""
    return [
        f"{[(one.selectors, one.specificity) for one in rule.selector_set]} {rule.styles.get_rules()} "
        f"{sorted(rule.styles.important)} {rule.is_default_rules} {rule.tie_breaker} {sorted(rule.selector_names)} "
        f"{sorted(rule.pseudo_classes)} {rule.errors}"
        for at, source in sheets.items()
        for rule in rules.of(at, source)
    ]


@pytest.fixture
def parsings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The file of each sheet that is parsed from now on."""
    files: list[str] = []

    def noted(scope: str, css: str, read_from: CSSLocation, **rest: object) -> object:
        files.append(read_from[0])
        return parse(scope, css, read_from, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr("textual.css.parse.parse", noted)
    return files


def test_what_was_kept_is_what_was_parsed_and_nothing_is_parsed_twice(tmp_path: Path, parsings: list[str]) -> None:
    first = RuleCache(COLOURS, tmp_path / "cache")
    parsed = told(first)
    assert len(parsings) == len(SHEETS)
    assert any("important" in css.content or "&:hover" in css.content for css in SHEETS.values())
    assert first.write()
    assert not first.write()  # nothing is new

    again = RuleCache(COLOURS, tmp_path / "cache")
    assert told(again) == parsed
    assert not again.write()
    assert len(parsings) == len(SHEETS)


def test_a_sheet_that_changed_is_parsed_anew_and_the_old_one_is_not_kept_for_ever(
    tmp_path: Path, parsings: list[str]
) -> None:
    at, more = ("sheet", ""), ("more", "")
    sizes = []
    for width in (1, 2, 3):
        kept = RuleCache(COLOURS, tmp_path)
        (rule,) = kept.of(at, CssSource(f"#a {{ width: {width}; color: $accent; }}", False))
        assert f"width: {width};" in rule.css
        kept.of(more, CssSource(f".b {{ height: {width}; }}", False))
        assert kept.write()
        sizes.append((file := next(tmp_path.iterdir())).stat().st_size)
        assert DARK.accent.upper() in rule.css
    assert len(set(sizes)) == 1
    assert parsings == ["sheet", "more"] * 3
    assert list(tmp_path.iterdir()) == [file]


def test_rules_hold_for_the_colours_and_the_textual_that_they_were_made_with(
    tmp_path: Path, parsings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at, source = ("sheet", ""), CssSource("#a { color: $accent; }", False)
    light = LIGHT.theme().to_color_system().generate() | LIGHT.theme().variables
    for colours, accent in ((COLOURS, DARK.accent), (light, LIGHT.accent), (COLOURS, DARK.accent)):
        kept = RuleCache(colours, tmp_path)
        assert accent.upper() in kept.of(at, source)[0].css
        kept.write()
    assert len(parsings) == 2

    monkeypatch.setattr("pmtui.tui.style_rules.cache._versions", lambda modules: [["textual", 1, 2]])
    RuleCache(COLOURS, tmp_path).of(at, source)
    assert len(parsings) == 3


def test_a_file_that_is_damaged_or_not_ours_is_as_none(tmp_path: Path, parsings: list[str]) -> None:
    whole = RuleCache(COLOURS, tmp_path)
    parsed = told(whole, FEW)
    whole.write()
    (file,) = tmp_path.iterdir()
    data = file.read_bytes()
    changed = bytes([data[len(data) // 2] ^ 1])
    for damaged in (
        b"", b"\0", data[:3], data[:4], data[: len(data) // 2], data + b" ", b"SQLite format 3\0" * 99,
        data[: len(data) // 2] + changed + data[len(data) // 2 + 1 :],
    ):  # fmt: skip
        file.write_bytes(damaged)
        parsings.clear()
        kept = RuleCache(COLOURS, tmp_path)
        assert told(kept, FEW) == parsed
        assert len(parsings) == len(FEW)
        assert kept.write()  # and it is made anew
        assert file.read_bytes() == data


def test_where_nothing_can_be_kept_all_is_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    for folder in (None, tmp_path / "file", tmp_path / ("x" * 300)):
        kept = RuleCache(COLOURS, folder)
        assert told(kept, FEW)
        assert not kept.write()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]

    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setenv("HOME", "")
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: (_ for _ in ()).throw(RuntimeError("no home")))
    assert not rule_cache(COLOURS).write()


def test_what_cannot_be_packed_is_parsed_each_time_and_nothing_is_written_for_it(
    tmp_path: Path, parsings: list[str]
) -> None:
    at, source = ("sheet", ""), CssSource("#a { transition: offset 500ms in_out_cubic; }", False)
    for written in (True, False):
        kept = RuleCache(COLOURS, tmp_path)
        assert "transition" in kept.of(at, source)[0].css
        assert kept.write() is written
    assert parsings == ["sheet"] * 2


def test_a_sheet_with_a_mistake_is_refused_and_not_kept(tmp_path: Path) -> None:
    for _ in range(2):
        kept = RuleCache(COLOURS, tmp_path)
        with pytest.raises(StylesheetParseError):
            kept.of(("sheet", ""), CssSource("#a { width: much; }", False))
        kept.write()
