"""Measured figures. `python -m bench [name ...]` prints one JSON object a line, nothing else."""
