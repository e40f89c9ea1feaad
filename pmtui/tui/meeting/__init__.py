"""The screen of an open review: agenda, step, guide, and what lies on top of them."""
