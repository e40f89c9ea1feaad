"""What each step shows on a projector, as data: a screen or a page draws it."""
