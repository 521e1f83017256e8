"""What is measured: one module for each promise about speed and size."""
