"""Counts SQL statements per page: ``python bench/statements.py JSON`` (what the seeding printed)."""

import json
import sys

from drypoint.config.start import django_started

django_started()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402


def main() -> None:
    asked = json.loads(sys.argv[1])
    client = Client(HTTP_HOST="localhost")
    client.cookies["sessionid"] = asked["session"]
    counts = {}
    for page in ("list", "episode"):
        client.get(asked[page])
        with CaptureQueriesContext(connection) as captured:
            response = client.get(asked[page])
        if response.status_code != 200:
            raise SystemExit(f"{asked[page]} answered {response.status_code}")
        counts[page] = len(captured)
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
