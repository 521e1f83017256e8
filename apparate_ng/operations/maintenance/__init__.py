"""Keeping a store in order: releases that nothing needs, leases that nobody holds."""
