"""A session as a report for people."""
