"""What a new sandbox may hold: a small believable workspace, or many generated jobs."""
