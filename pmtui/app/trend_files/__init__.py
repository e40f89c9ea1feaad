"""Export of trends: as CSV, JSON or an SVG drawing."""
