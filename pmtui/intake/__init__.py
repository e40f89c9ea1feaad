"""Other people's text, made into a session or what to add to one.

Pure: text comes in as an argument, with the clock, the zone and the maker of ids (`result.IntakeContext`); a session
or events come out, with an account of where every line went (`result.Intake`).

`markdown/` reads anybody's Markdown postmortem by meaning, `own_report/` reads the report that this program writes,
`timeline/` reads data with times. `recognise.py` says which of them a text is for.
"""
