"""Write a session as a report: Markdown, HTML, a site, CSV, a calendar, or by a template."""
