"""The WSGI application that web servers load."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from drypoint.terms import build_types

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drypoint.config.settings")
application = get_wsgi_application()

# Every page and with it every value is imported before the first thread: see ``build_types``.
get_resolver().url_patterns  # noqa: B018
build_types()
