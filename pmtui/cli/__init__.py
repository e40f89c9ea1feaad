"""The command line: one module for each verb of `pmtui`, or for a few that belong together."""
