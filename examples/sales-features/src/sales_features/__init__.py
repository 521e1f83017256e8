"""Features for sales models: calendar, revenue windows, customer behaviour."""
