"""A consent in words and pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drypoint.clinic.visits.models import Consent, Visit
from drypoint.clinic.visits.queries.consents import current_consent
from drypoint.clinic.visits.queries.plans import current_plan
from drypoint.clinic.visits.queries.visits import same_as_last_time
from drypoint.documents import ConsentRisk
from drypoint.safety.places import load_places
from drypoint.web.presenters.charts import moment


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskGroup:
    """One risk with what each source says of it."""

    name: str
    rows: list[ConsentRisk]


def standing(consent: Consent) -> str:
    """When it was given and for where."""
    places, language = load_places(), get_language() or "en"
    return _("%(day)s, for %(regions)s") % {
        "day": moment(consent.given_at),
        "regions": ", ".join(places.label(region, language) for region in consent.regions),
    }


def proposed_regions(visit: Visit) -> list[str]:
    """Regions to begin with: of this visit's plan, of the last consent, or of the last visit's plan."""
    places = load_places()
    plan = current_plan(visit)
    insertions: Sequence[Any] = plan.insertions if plan is not None else ()
    consent = current_consent(visit.episode)
    if not insertions and consent is not None:
        return list(consent.regions)
    insertions = insertions or same_as_last_time(visit).insertions
    codes = places.regions_of_all([str(one.where) for one in insertions], where="regions")
    return [region.code for region in places.regions if region.code in codes]


def grouped(risks: Sequence[ConsentRisk]) -> list[RiskGroup]:
    """Rows of the same risk together."""
    groups: dict[str, list[ConsentRisk]] = {}
    for risk in risks:
        groups.setdefault(risk.name, []).append(risk)
    return [RiskGroup(name=name, rows=rows) for name, rows in groups.items()]
