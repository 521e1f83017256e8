"""A project becomes a wheel; a wheel, egg or jar becomes a release."""
