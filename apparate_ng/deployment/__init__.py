"""Doing: a plan is carried out, dependent by dependent. What was decided is in the plan."""
