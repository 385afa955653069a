"""Whether what a recording device was given still is what the record says, told without making it anew."""

from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max, OuterRef, QuerySet, Subquery, Sum
from django.utils.translation import get_language

from drypoint import __version__
from drypoint.clinic.episodes.models import Clearance
from drypoint.clinic.incidents.models import AdverseEvent
from drypoint.clinic.people.models import Allergy
from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.visits.canonical import fingerprint
from drypoint.clinic.visits.models import Consent, NeedlingPlan, Screening, Visit, Withdrawal

_ANY = UUID(int=0)
"""Stands for the visit in the statement that is compiled once."""


def session_version(visit: Visit) -> str:
    """A text that changes with plan, screening, consents, alerts and stock of the visit; one statement.

    Asked with each batch of each device, so the statement is compiled once in a process.
    """
    sql, parameters = _compiled(connection.vendor)
    keys = [Visit._meta.pk.get_db_prep_value(key, connection) for key in (_ANY, visit.pk)]
    with connection.cursor() as cursor:
        cursor.execute(sql, [keys[1] if one == keys[0] else one for one in parameters])
        found = cursor.fetchone()
    return fingerprint([__version__, get_language(), str(visit.pk), *map(str, found)])


@cache
def _compiled(_vendor: str) -> tuple[str, tuple[Any, ...]]:
    of_visit = {"clinic_id": OuterRef("clinic_id"), "visit": OuterRef("pk")}
    of_episode = {"clinic_id": OuterRef("clinic_id"), "episode": OuterRef("episode")}
    of_person = {"clinic_id": OuterRef("clinic_id"), "person": OuterRef("episode__person")}
    plans = NeedlingPlan.objects.current().filter(**of_visit)
    lots = NeedleLot.objects.filter(clinic_id=OuterRef("clinic_id")).values("clinic")
    parts: dict[str, Any] = {
        "plan": Subquery(plans.values("pk")[:1]),
        "signed": Subquery(plans.values("signed_at")[:1]),
        "screening": Subquery(Screening.objects.current().filter(**of_visit).values("pk")[:1]),
        "consents": _newest(Consent.objects.current().filter(**of_episode), "episode"),
        "withdrawals": _newest(Withdrawal.objects.filter(**of_episode), "episode"),
        "clearances": _newest(Clearance.objects.filter(**of_episode), "episode"),
        "harms": _newest(AdverseEvent.objects.filter(**of_person), "person"),
        "allergies": _newest(Allergy.objects.filter(**of_person), "person"),
        "lots": Subquery(lots.annotate(n=Count("pk")).values("n")),
        "revisions": Subquery(lots.annotate(n=Sum("revision")).values("n")),
        "packs": Subquery(lots.annotate(n=Sum("packs")).values("n")),
    }
    asked = (
        Visit.objects.filter(pk=_ANY)
        .annotate(**{f"now_{name}": part for name, part in parts.items()})
        .values_list(
            "status", "episode__person__revision", "clinic__revision", *(f"now_{name}" for name in parts)
        )
    )
    sql, parameters = asked.query.get_compiler(connection=connection).as_sql()
    return sql, tuple(parameters)


def _newest(facts: "QuerySet[Any]", owner: str) -> Subquery:
    """The moment of the newest of an owner's facts; a correction is a new one."""
    return Subquery(facts.values(owner).annotate(at=Max("recorded_at")).values("at"))
