"""The program's version, alone in a file so that start-up reads nothing else."""

__version__ = "0.1.0"
