"""What the program costs, each number against a floor measured in the same run: `python -m benchmarks`."""
