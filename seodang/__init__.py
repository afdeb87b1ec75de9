"""Auto-graded exercises for a university course in machine learning and deep learning."""

__version__ = "0.1.0"
