"""The person of a visit as the safety engines ask about them, from what the record knows."""

from collections.abc import Sequence
from typing import Any

from drypoint.clinic.accounts.queries import today
from drypoint.clinic.episodes.models import History
from drypoint.clinic.people import queries as people
from drypoint.clinic.visits.canonical import plain
from drypoint.clinic.visits.models import Visit


def known_medicines(visit: Visit) -> tuple[str, ...] | None:
    """Medicines from the person's list and the history; ``None`` when nobody asked."""
    person = visit.episode.person
    history = History.objects.current().filter(clinic_id=visit.clinic_id, episode=visit.episode).first()
    listed = [entry.text for entry in people.medicines(person, on=today(visit.clinic))]
    told = list(history.medicines) if history is not None else []
    if not listed and not told and not people.takes_none(person):
        return None
    return tuple(dict.fromkeys((*listed, *told)))


def screen_request(
    visit: Visit,
    *,
    answers: dict[str, Any],
    pregnancy_weeks: float | None,
    language: str,
    confirmed: Sequence[str] = (),
) -> dict[str, Any]:
    """The screen engine's request: ``answers`` with what the record knows; what is not known is left out."""
    person = visit.episode.person
    height_cm, weight_kg = people.latest_measures(person)
    known: dict[str, Any] = {
        "age": person.age_on(today(visit.clinic)),
        "sex": person.sex_recorded if person.sex_recorded != "unknown" else None,
        "height_cm": float(height_cm) if height_cm is not None else None,
        "weight_kg": float(weight_kg) if weight_kg is not None else None,
        "medicines": known_medicines(visit),
        "pregnancy_weeks": pregnancy_weeks,
        "confirmed": sorted(set(confirmed)) or None,
    }
    request: dict[str, Any] = plain(
        {
            "answers": answers,
            "visit": visit.kind,
            "language": language,
            **{name: value for name, value in known.items() if value is not None},
        }
    )
    return request
