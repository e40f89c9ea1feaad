"""The verbs: what the program does without opening the app."""
