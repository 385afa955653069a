"""The specification cases of a rule, and how often it acted lately, in words."""

from collections.abc import Collection
from dataclasses import dataclass

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.visits.models import EngineName
from drypoint.clinic.visits.queries import rule_actions
from drypoint.clinic.visits.queries.rule_actions import DAYS, Acted
from drypoint.safety.specification import cases_about
from drypoint.web.presenters.parts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case; its name and what is given stand as the tests read them."""

    name: str
    level: str
    """What comes out."""
    acts: bool
    """Whether the rule is a finding there."""
    given: str


def case_rows(named: str, *, asked: Collection[str] = ()) -> list[CaseRow]:
    """Cases in which the rule acts, then those in which it might and does not."""
    return [
        CaseRow(
            name=one.case,
            level=one.outcome,
            acts=named in one.findings or one.engine == "triage",
            given=msgspec.json.encode(one.given).decode(),
        )
        for one in cases_about(named, asked=asked)
    ]


def of_rule(clinic: Clinic, rule: str) -> list[Fact]:
    """How often a rule about the person or the plan acted."""
    screens = rule_actions.finding(clinic, rule, engine=EngineName.SCREEN)
    reviews = rule_actions.finding(clinic, rule, engine=EngineName.REVIEW)
    signed = rule_actions.signed_over(clinic, rule)
    return [
        Fact(_("Screenings in which it was a finding"), _times(screens)),
        Fact(_("Reviews of plans in which it was a finding"), _times(reviews)),
        Fact(_("Plans signed with a reason or change for it"), _times(signed)),
    ]


def of_sign(clinic: Clinic, sign: str) -> list[Fact]:
    """How often a sign was reported."""
    return [Fact(_("Check-ins with yes or not sure"), _times(rule_actions.sign(clinic, sign)))]


def of_habit(clinic: Clinic, line: str) -> list[Fact]:
    """How often a habit was shown."""
    return [Fact(_("Screenings that showed it"), _times(rule_actions.habit(clinic, line)))]


def lately() -> str:
    """The time over which it is counted."""
    return ngettext("The last %(n)d day", "The last %(n)d days", DAYS) % {"n": DAYS}


def _times(acted: Acted) -> str:
    return _("%(times)d of %(of)d") % {"times": acted.times, "of": acted.of}
