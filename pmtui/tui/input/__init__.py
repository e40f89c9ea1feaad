"""Key bindings made from the table of commands, and the functions that carry out the commands in each place."""
