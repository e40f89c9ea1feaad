"""The report as one self-contained HTML file, without network access and scripts."""
