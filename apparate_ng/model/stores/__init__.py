"""What lies in a store, who claims it, and what a prune removes."""
