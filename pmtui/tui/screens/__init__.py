"""The screens: library, meeting, and what opens on top of them."""
