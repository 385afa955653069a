"""Drypoint: the open system for dry needling care. ``import drypoint`` loads nothing until it is asked.

Each engine is a function: ``drypoint.rank(zones=[{"code": "head.temple", "side": "left"}])``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from drypoint.engines.calls import (
        change,
        code,
        cover,
        decide,
        forecast,
        rank,
        review,
        score,
        screen,
        session,
        triage,
    )

__version__ = "0.1.0"

__all__ = [
    "__version__",
    "change",
    "code",
    "cover",
    "decide",
    "forecast",
    "rank",
    "review",
    "score",
    "screen",
    "session",
    "single_case",
    "triage",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'drypoint' has no attribute {name!r}")
    found = getattr(import_module("drypoint.engines.calls"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
