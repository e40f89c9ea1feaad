"""Import text that other people or programs wrote: as a session, or as events for one.

Pure functions: the text is an argument, and so are the clock, the time zone and the source of ids
(`result.IntakeContext`). The result is a session or events, with an account of where every line went
(`result.Intake`).

`markdown/` reads any Markdown postmortem by the meaning of its headings, `own_report/` reads reports that pmtui wrote,
`timeline/` reads data with times. `recognise.py` chooses the reader for a text.
"""
