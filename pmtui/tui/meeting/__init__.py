"""The screen of an open review: the agenda, the step, the guide, and the windows that open above them."""
