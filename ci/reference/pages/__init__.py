"""One page of the reference each."""
