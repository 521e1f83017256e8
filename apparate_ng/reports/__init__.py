"""Plans, deployments and inventories as text for people and as JSON: pure, nothing is printed."""
