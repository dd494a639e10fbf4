"""The figures, each a ratio against a peer or a floor in one run: ``python -m benchmarks [name …]``."""
