"""A question to a doctor in words."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drypoint.clinic.episodes.models import Clearance, ClearanceAnswer
from drypoint.clinic.visits.models import Screening
from drypoint.documents import Language, written_date
from drypoint.safety.rules import load_rules
from drypoint.web.presenters.charts import moment
from drypoint.web.presenters.parts import Fact
from drypoint.web.templatetags.drypoint import localised

_NEED_DOCTOR = frozenset({"refer", "stop"})
_URGENT = frozenset({"emergency", "stop"})


def findings(screening: Screening) -> list[tuple[str, str]]:
    """Findings of the screening that a doctor may be asked about."""
    return [(one["id"], one["because"]) for one in screening.engine_result.result["findings"]]


def proposed(screening: Screening) -> dict[str, Any]:
    """The form filled in as far as the screening says."""
    needing = [
        one["id"] for one in screening.engine_result.result["findings"] if one["outcome"] in _NEED_DOCTOR
    ]
    return {
        "finding_ids": needing,
        "question": _(
            "May this person have dry needling at this time? If so, under which conditions, and until when?"
        ),
    }


def about(clearance: Clearance) -> list[str]:
    """What the question is about, in the rules' words."""
    because = {rule.id: localised(rule.because) for rule in load_rules().rules}
    return [because.get(finding, finding) for finding in clearance.finding_ids]


def as_asked(clearance: Clearance) -> Clearance:
    """The question as it went out, whatever was answered since."""
    asked: Clearance = clearance
    while isinstance(before := asked.supersedes, Clearance):
        asked = before
    return asked


def is_urgent(clearance: Clearance) -> bool:
    """Whether one of the rules behind it stops needling outright."""
    outcomes = {rule.id: rule.outcome for rule in load_rules().rules}
    return any(outcomes.get(finding) in _URGENT for finding in clearance.finding_ids)


def agreed(clearance: Clearance) -> str | None:
    """When the person agreed that this is shared, in the letter's words."""
    at = clearance.agreed_to_share_at
    return written_date(timezone.localtime(at).date(), language()) if at is not None else None


def language() -> Language:
    """The page's language, as documents know it."""
    return "es" if (get_language() or "en").startswith("es") else "en"


def facts(clearance: Clearance) -> list[Fact]:
    """Question and answer as they stand."""
    known = [
        Fact(_("Asked"), clearance.asked_whom),
        Fact(_("When"), moment(clearance.asked_at)),
        Fact(_("Question"), clearance.question),
        Fact(_("Answer"), str(clearance.get_answer_display())),
    ]
    if clearance.answer != ClearanceAnswer.PENDING:
        known += [
            Fact(_("Answered"), moment(clearance.answered_at) if clearance.answered_at else ""),
            Fact(_("Conditions"), clearance.conditions),
            Fact(_("Valid until"), _day(clearance)),
        ]
    return known


def said(clearance: Clearance) -> list[tuple[object, object]]:
    """What somebody else recorded meanwhile."""
    return [(fact.term, fact.value) for fact in facts(clearance)[3:]]


def _day(clearance: Clearance) -> str:
    until = clearance.valid_until
    return date_format(until, "j M Y") if until is not None else _("no day named")
