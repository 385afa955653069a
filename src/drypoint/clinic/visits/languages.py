"""The language that the engines answer in."""

from typing import Literal

from django.utils.translation import get_language


def engine_language() -> Literal["en", "es"]:
    """The active language where the engines speak it, else English."""
    return "es" if (get_language() or "").split("-")[0] == "es" else "en"
