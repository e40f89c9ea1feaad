"""The queue of keys: each key takes effect before the next one is handled, and a paste is told from typing.

Why keys are queued. Textual gives a letter to the focused field at once, but a key with a binding (Tab, Enter, F8)
travels from the field up to the app, message by message, before its action runs. On an idle machine that happens before
the next key. On a busy machine, or over a slow line, many keys wait together: letters typed after a Tab would come into
the field before it, and a Backspace would delete the letter after the one that was meant. So `order` passes one key on,
and the next key only when the first one has taken effect. It does not wait for letters that a field takes.

What a burst is. Terminals with bracketed paste send a paste as one event. Others send it as single keys, each newline
as an Enter, in quick succession. People are slower: fast typists need about 60 ms for a key, and a held key repeats
about every 33 ms. So keys that come 12 ms apart or less (`paste_detection.GAP_SECONDS`) are a burst:

- Without a focused field, letters are commands, and a burst of four or more (`paste_detection.LEAST`) is a paste:
  otherwise pasted notes would act as commands. Each letter is held for up to 12 ms to see whether more follow.
- In a field of one line, Enter goes to the next field. An Enter that is followed by a character within 12 ms is a line
  break of a paste instead, so that all its lines stay in the field. `enter_hold` holds the Enter for 12 ms.

The times are those at which the keys were pressed (`event.time`), not those at which the app handles them: keys that
somebody typed while the app was busy are no burst. The timers only say when waiting ends.

The longest delays: a held key comes 12 ms late. A key that waits for one that never takes effect (because its screen
was closed) is handled after 500 ms (`order.PATIENCE`).

`dispatch` combines these parts and knows the app. The other modules know no screen: they are given timers and the
widgets that a key passes. `tests/tui/test_key_times.py` has its own clock and plays keys by their times.
"""
