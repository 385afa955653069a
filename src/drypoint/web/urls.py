"""Our addresses: each file of ``views`` brings its own."""

import pkgutil
from importlib import import_module

from drypoint.web import views

urlpatterns = [
    pattern
    for module in sorted(pkgutil.iter_modules(views.__path__), key=lambda found: found.name)
    for pattern in getattr(import_module(f"{views.__name__}.{module.name}"), "urlpatterns", [])
]
