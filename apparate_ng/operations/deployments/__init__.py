"""Deployments, from approval to the last message: updated, resumed, rolled back."""
