"""After-care in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from drypoint.clinic.followup.models import AfterCare
from drypoint.clinic.followup.queries.after_care_words import Exercise, Help, Sheet
from drypoint.clinic.home_care.models import AfterCareChoice
from drypoint.exercises import load_library
from drypoint.figures import Figure, soreness_course
from drypoint.outcomes import load_soreness
from drypoint.safety import load_aftercare
from drypoint.safety.aftercare import Disagreement
from drypoint.web.exercise_pictures import pictures
from drypoint.web.presenters.charts import moment
from drypoint.web.templatetags.drypoint import localised


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpShown:
    """One box: how soon, which signs, whom to call."""

    level: str
    title: str
    help: Help


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetShown:
    """The sheet on the screen, in the page's language."""

    sheet: Sheet
    help: list[HelpShown]
    soreness: Figure
    exercises: list[tuple[Exercise, SafeString]]
    """Each with its picture; empty where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRow:
    """A question on which texts disagree, and what the clinic chose."""

    question: str
    positions: list[tuple[str, str]]
    chosen: str
    signed: str
    reason: str
    url: str


def shown(sheet: Sheet) -> SheetShown:
    """The sheet with its boxes; call it with the sheet's language active."""
    titles = {
        "emergency": _("Emergency: call %(phone)s"),
        "same_day": _("See a doctor the same day: %(phone)s"),
        "call_clinic": _("Call your clinic: %(phone)s"),
    }
    return SheetShown(
        sheet=sheet,
        exercises=list(zip(sheet.exercises, (_picture(one) for one in sheet.exercises), strict=True)),
        help=[
            HelpShown(level=one.urgency, title=titles[one.urgency] % {"phone": one.phone}, help=one)
            for one in sheet.help
            if one.signs
        ],
        soreness=soreness_course(load_soreness(), language=sheet.language),
    )


def choices(found: Mapping[str, AfterCareChoice]) -> list[ChoiceRow]:
    """Every question of practice on which texts disagree."""
    return [choice(one, found.get(one.id)) for one in load_aftercare().disagreements if one.for_clinic]


def choice(asked: Disagreement, last: AfterCareChoice | None) -> ChoiceRow:
    """One question, with the clinic's last word on it."""
    positions = [(one.id, localised(one.says)) for one in asked.positions]
    chosen = dict(positions).get(last.position, "") if last is not None else ""
    by = last.recorded_by.signature if last is not None and last.recorded_by is not None else ""
    return ChoiceRow(
        question=localised(asked.topic),
        positions=positions,
        chosen=chosen,
        signed=f"{by}, {moment(last.recorded_at)}" if last is not None else "",
        reason=last.reason if last is not None and chosen else "",
        url=reverse("after_care_choice", args=[asked.id]),
    )


def _picture(one: Exercise) -> SafeString:
    known = load_library().find(one.exercise) if one.exercise else None
    return pictures(known.pictures, one.name) if known is not None else SafeString("")


def said(given: AfterCare) -> list[tuple[str, str]]:
    """What stands, for who saved second."""
    return [
        (_("Language of the sheet"), given.language),
        (_("Given to"), given.given_to),
    ]
