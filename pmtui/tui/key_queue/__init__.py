"""Keys on their way into the app: each takes effect after the one before it, and a paste is told from typing.

Why keys are queued. Textual hands a letter to the field with the focus at once, but a key with a meaning (Tab, Enter,
F8) travels from the field up to the app before it acts, message by message. On an idle machine it is there before the
next key. On a busy one, or over a slow line, many keys wait together: letters that were typed after a Tab would come
into the field before it, and a Backspace would take away the letter after the one it was meant for. So `order` hands on
one key, and the next only when that one has gone its way. Letters that a field takes are not waited for.

What a burst is. Terminals that know bracketed paste send a paste as one event. Others send it as single keys, each
newline as an Enter, one right after the other. Fingers are slower: quick ones need some 60 ms a key, and a held key
repeats every 33 ms or so. So keys that were pressed 12 ms apart or less (`paste_detection.GAP_SECONDS`) came in one
burst:

- Where no field has the focus, letters are commands, and a burst of four or more (`paste_detection.LEAST`) is a paste:
  without that, pasted notes would act as commands. Each letter is held for up to 12 ms to see whether more follow.
- In a field of one line, Enter goes on to the next field. One that is followed by a character within 12 ms is a line
  break of a paste instead: all its lines stay in the field that they were pasted into. `enter_hold` holds the Enter for
  as long.

What counts is when the keys were pressed (`event.time`), never when the app comes to them: keys of fingers that a busy
app finds waiting together are no burst. The timers say only when waiting ends.

How long anything can take: a held key comes 12 ms late; a key that waits for one that never arrives (its screen was
closed meanwhile) goes on after 500 ms (`order.PATIENCE`).

`dispatch` puts these together and knows the app; the rest knows no screen: timers and the way of a key are given to it.
`tests/tui/test_key_times.py` has a clock of its own and plays keys by their times.
"""
