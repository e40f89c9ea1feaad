"""The style sheet of the app, and the cache of its parsed rules in a file."""
