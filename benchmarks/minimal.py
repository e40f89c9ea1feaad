"""A Textual app that shows one line: the floor for first paint and memory."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Minimal(App[None]):
    """One line of text."""

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static("As little as can be")


if __name__ == "__main__":
    Minimal().run()
