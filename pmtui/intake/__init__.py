"""Other people's text, made into a session or what to add to one."""
