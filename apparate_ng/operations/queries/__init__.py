"""What only looks: diff, explain, history, inventory, and documents that were saved."""
