"""Deployments: the record of one, its name, who may write meanwhile, and the history of all."""
