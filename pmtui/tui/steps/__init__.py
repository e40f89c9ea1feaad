"""The steps that have something special to show; same names as in `pmtui.meeting`."""
