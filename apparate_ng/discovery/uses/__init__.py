"""Who uses what several share: files, scripts, clusters, cluster policies."""
