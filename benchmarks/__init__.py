"""Each figure that is claimed, as something that can be run: `python -m benchmarks`."""
