"""A visit in words: its way, the next step, what was recorded so far."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.followup.queries.alerts import ChartAlerts
from drypoint.clinic.followup.queries.way import Way, next_step
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.models import Consent, Screening, Visit, VisitStatus
from drypoint.clinic.visits.queries.plans import current_screening
from drypoint.web.presenters import consents, way
from drypoint.web.presenters.charts import moment
from drypoint.web.presenters.parts import Fact, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPage:
    """What the page of a visit shows."""

    facts: list[Fact]
    steps: list[Step]
    done: int
    total: int
    next_name: str
    next_url: str
    screening: Screening | None
    screening_url: str
    consent: Consent | None
    consent_words: str
    may_withdraw: bool


def present(visit: Visit, known: ChartAlerts, actor: Actor) -> VisitPage:
    """The page of ``visit`` for ``actor``."""
    found = next_step(visit)
    done, total = way.done(found)
    consent = known.consent
    name, url = _next(found, visit, actor)
    return VisitPage(
        facts=[
            Fact(_("Started"), moment(visit.started_at)),
            Fact(_("Kind"), str(visit.get_kind_display())),
            Fact(_("Therapist"), visit.therapist.signature),
            Fact(_("Note"), _("signed") if visit.status == VisitStatus.SIGNED else _("not signed yet")),
        ],
        steps=way.steps(found, visit),
        done=done,
        total=total,
        next_name=name,
        next_url=url,
        screening=current_screening(visit),
        screening_url=reverse("screening_outcome", args=[visit.pk]),
        consent=consent,
        consent_words=consents.standing(consent) if consent is not None else "",
        may_withdraw=actor.may(Permission.RECORD_SESSION),
    )


def _next(found: Way, visit: Visit, actor: Actor) -> tuple[str, str]:
    step = found.next
    if step is None or not actor.may(Permission.EDIT_CHART):
        return "", ""
    return str(way.NAMES[step]), way.url(step, visit)
