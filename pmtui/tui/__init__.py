"""The app. Only this package imports Textual."""
