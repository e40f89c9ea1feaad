"""Wording hints and follow-up questions for the text that is being typed. They never interrupt typing."""
