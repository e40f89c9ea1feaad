"""The meeting on a projector: one thing at a time, large."""
