"""Hints on wording, and the question that fits what was just said; never in the way of typing."""
