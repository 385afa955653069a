"""Dates and times written out: the month as a word, so that no reader takes it for the day."""

import datetime

from drypoint.documents.labels import Language

_ENGLISH = "January February March April May June July August September October November December"
_SPANISH = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
_MONTHS: dict[Language, tuple[str, ...]] = {"en": tuple(_ENGLISH.split()), "es": tuple(_SPANISH.split())}


def written_date(date: datetime.date, language: Language) -> str:
    """``22 November 2026``, ``22 de noviembre de 2026``."""
    month = _MONTHS[language][date.month - 1]
    if language == "es":
        return f"{date.day} de {month} de {date.year}"
    return f"{date.day} {month} {date.year}"


def written_time(moment: datetime.datetime, language: Language) -> str:
    """``22 November 2026, 10:05 (UTC-05:00)``: the wall clock of the place, with its offset from UTC."""
    offset = f"{moment:%z}"
    return f"{written_date(moment, language)}, {moment:%H:%M} (UTC{offset[:3]}:{offset[3:5]})"
