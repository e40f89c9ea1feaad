"""From keys to acts: the bindings of the table of commands, and what the commands do in each place."""
