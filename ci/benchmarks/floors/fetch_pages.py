"""The floor of a scan: fetch every page of jobs and throw it away. Prints how many there were."""

from __future__ import annotations

import os
import re
import sys

import requests

_TOKEN = re.compile(rb'"next_page_token":"([^"]+)"')


def fetch() -> int:
    """Read the list of jobs to its end, in the largest pages that the platform gives."""
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {os.environ['DATABRICKS_TOKEN']}"
    url = f"{os.environ['DATABRICKS_HOST']}/api/2.2/jobs/list"
    query, pages = {"expand_tasks": "true", "limit": "100"}, 0
    while True:
        response = session.get(url, params=query, timeout=60)
        response.raise_for_status()
        pages += 1
        # parsing the page would be part of a scan, not of fetching
        found = _TOKEN.search(response.content)
        if found is None:
            return pages
        query["page_token"] = found.group(1).decode()


sys.stdout.write(f"{fetch()}\n")
