"""What a finished review is checked for: what is missing, what contradicts itself, and what must not leave. Pure."""
