"""Slides: what each step shows on a projector, as data for a screen or page to draw."""
