"""What a character does at home: exercises ticked off on some of the days after a visit."""

from datetime import datetime, timedelta
from random import Random

from drypoint.clinic.home_care.actions import exercise_days
from drypoint.clinic.home_care.queries import programme_of
from drypoint.clinic.visits.models import Visit
from drypoint.demo.care import Care

MOST_DAYS = 9
TICKED = 0.75
"""Share of the days that are ticked at all, and of the exercises done on such a day. Invented."""


def tick(care: Care, visit: Visit, *, after: datetime) -> None:
    """Days since the visit, each with some exercises done, how hard it was and how it hurt."""
    # A generator of its own: what else happens in the demo stays as it was.
    rng = Random(f"{care.character.given_name} {care.character.family_name} {after:%j}")  # noqa: S311
    for number in range(1, MOST_DAYS + 1):
        at = after + timedelta(days=number)
        if at >= care.now:
            return
        if rng.random() > TICKED:
            continue
        today = at.astimezone(visit.clinic.zone).date()
        programme = programme_of(visit, today=today)
        if programme is None:
            return
        with care.past.at(at):
            exercise_days.tick(
                by=care.themselves,
                visit=visit,
                on=today,
                today=today,
                done=[key for key in programme.keys if rng.random() < TICKED],
                effort=rng.randrange(3, 7),
                pain=max(0, 4 - number // 2 + rng.choice((-1, 0, 0, 1))),
            )
