"""Starting Django once in a process, for commands; web servers use ``wsgi`` instead."""

import os

import django
from django.apps import apps


def django_started() -> None:
    """Set Django up with our settings, unless that was done before.

    What the process writes from now on, such as database, mails and backups, is for its owner only.
    """
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drypoint.config.settings")
    if not apps.ready:
        django.setup()
