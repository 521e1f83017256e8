"""Notifications: what became of a deployment, told to Slack, Datadog, a webhook and owners of jobs."""
