"""How a plan is executed: under a lease, on record, one dependent after the other."""
