"""From one string to the reference that it is: one module for each way of writing."""
