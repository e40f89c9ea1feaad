"""Reports in other forms than ours: written by Jinja2 templates, those in `forms/` and a team's own."""
