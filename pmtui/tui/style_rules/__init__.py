"""The app's style sheet and its parsed rules: the cache keeps them in a file from one start to the next."""
