"""The confirmations of `log` and `attach`: they show how the input was understood, so that mistakes are noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pmtui.cli import out
from pmtui.session.text import cut
from pmtui.session.times import show_noted

if TYPE_CHECKING:
    from pmtui.session.document import Event, Evidence, Session

_LONGEST: Final = 200


def noted_event(event: Event, session: Session, *, to_the_minute: bool = False) -> str:
    """Return a confirmation: `noted 18 Nov 2026 14:02 Europe/London: alert fired (Checkout, 65ed0c)`.

    Args:
        event: the event as it was saved.
        session: the review that holds it.
        to_the_minute: whether to leave out the seconds, because the time is the clock's and nobody typed it.
    """
    when = _when(event, session.key_details.timezone, to_the_minute)
    return f"noted{when}: {out.quote(cut(event.text, _LONGEST))} ({_which(session)})"


def noted_figure(figure: Evidence, number: int, session: Session) -> str:
    """Return a confirmation: `noted Fig. 2: Response codes: shot.png (Checkout, 65ed0c)`."""
    what = dict.fromkeys(each for each in (figure.caption, figure.path or figure.url) if each)
    return f"noted Fig. {number}: {out.quote(cut(': '.join(what), _LONGEST))} ({_which(session)})"


def _which(session: Session) -> str:
    from pmtui.library.names import last_six_digits

    product = out.quote(cut(session.key_details.product, 60))
    return f"{product}, {last_six_digits(session.id)}" if product else last_six_digits(session.id)


def _when(event: Event, zone: str, to_the_minute: bool) -> str:
    if event.at is None:
        return ", time not known"
    at = f"{event.at[:17]}00Z" if to_the_minute else event.at
    shown = show_noted(at, zone, precision=event.precision, until=event.until)
    return f" {shown}, time not known" if event.precision == "day" else f" {shown}"
