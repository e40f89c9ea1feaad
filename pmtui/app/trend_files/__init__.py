"""Trends as files: CSV for a spreadsheet, JSON for a program, an SVG to look at."""
