"""The widgets that all steps and windows use: fields, forms, rows, pickers, the top line and the line of keys."""
