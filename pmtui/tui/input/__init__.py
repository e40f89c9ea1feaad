"""From key presses to acts: the order of keys, pastes, bindings, and the editor outside."""
