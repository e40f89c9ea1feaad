"""Reports by Jinja2 templates: those in `forms/`, which come with pmtui, and a team's own files."""
