"""Incidents and adverse events in words. Lists name nobody: a person stands on the page behind the row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from drypoint.clinic.incidents.models import AdverseEvent, Incident, IncidentStep
from drypoint.clinic.incidents.severity import SCHEMES, Grade
from drypoint.clinic.incidents.states import IncidentState, may_become
from drypoint.clinic.stock.models import NeedleLot
from drypoint.terms import Side
from drypoint.web.presenters.muscles import muscle_name
from drypoint.web.presenters.parts import Cell, Crumb, Fact, Tab, Table
from drypoint.web.presenters.stock import choice as lot_choice
from drypoint.web.presenters.stock import name as lot_name
from drypoint.web.presenters.zones import SIDES

LEVELS = {
    IncidentState.REPORTED: "refer",
    IncidentState.REVIEWED: "modify",
    IncidentState.CLOSED: "clear",
}
GRADE_LEVELS = {
    "mild": "modify",
    "minor": "modify",
    "significant": "refer",
    "serious": "stop",
    "": "incomplete",
}
NOT_GRADED = Grade(
    "", gettext_lazy("Not graded yet"), gettext_lazy("Recorded with both hands busy: grade it now.")
)


@dataclass(frozen=True, slots=True)
class StepLink:
    """A step that an incident may take next."""

    state: str
    label: str | Promise
    main: bool


_STEPS = {
    IncidentState.REVIEWED: {
        IncidentState.REPORTED: StepLink("review", gettext_lazy("Review"), True),
        IncidentState.REVIEWED: StepLink("review", gettext_lazy("Add to the review"), False),
        IncidentState.CLOSED: StepLink("review", gettext_lazy("Open again"), False),
    },
    IncidentState.CLOSED: {
        IncidentState.REVIEWED: StepLink("close", gettext_lazy("Close"), True),
    },
}


def tabs(here: str) -> list[Tab]:
    """Open and all incidents, and adverse events."""
    return [
        Tab(_("Open incidents"), reverse("incidents"), here == "open"),
        Tab(_("All incidents"), reverse("incidents") + "?all=1", here == "all"),
        Tab(_("Adverse events"), reverse("adverse_events"), here == "adverse_events"),
        Tab(_("How often"), reverse("adverse_event_rates"), here == "rates"),
    ]


def recalls(found: Iterable[tuple[NeedleLot, int]]) -> list[Crumb]:
    """Recalled lots with people still to be told, without a name."""
    return [
        Crumb(
            ngettext("%(lot)s: %(n)d person", "%(lot)s: %(n)d people", waiting)
            % {"lot": lot_choice(lot), "n": waiting},
            reverse("needle_lot", args=[lot.pk]),
        )
        for lot, waiting in found
    ]


def table(found: Iterable[Incident]) -> Table:
    """The list."""
    return Table(
        caption=_("Incidents, newest first"),
        head=[_("What"), _("Kind"), _("When"), _("Reported by"), _("State")],
        rows=[
            [
                Cell(one.title, url=reverse("incident", args=[one.pk])),
                Cell(one.get_kind_display()),
                Cell(_moment(one.happened_at)),
                Cell(one.reported_by.user.name if one.reported_by else _("the system")),
                state(one),
            ]
            for one in found
        ],
    )


def state(incident: Incident) -> Cell:
    """Where it stands, as a tag."""
    return Cell("", level=LEVELS[IncidentState(incident.state)], word=incident.get_state_display())


def facts(incident: Incident) -> list[Fact]:
    """One incident, without its story."""
    lot = incident.needle_lot
    return [
        Fact(_("Kind"), incident.get_kind_display()),
        Fact(_("When"), _moment(incident.happened_at)),
        Fact(_("Where"), incident.location.name if incident.location else ""),
        Fact(_("Needle lot"), f"{lot_name(lot)} · {lot.lot}" if lot else ""),
        Fact(_("Reported by"), incident.reported_by.user.name if incident.reported_by else _("the system")),
        Fact(_("Reported on"), _moment(incident.created_at)),
    ]


def next_steps(incident: Incident) -> list[StepLink]:
    """What may be done next."""
    now = IncidentState(incident.state)
    return [links[now] for to, links in _STEPS.items() if may_become(now, to)]


def steps(found: Iterable[IncidentStep]) -> list[tuple[str, str, str]]:
    """What was found and by whom: what, who and when, words."""
    return [
        (
            str(one.get_state_display()),
            _("%(name)s, %(when)s")
            % {
                "name": one.made_by.signature if one.made_by else _("the system"),
                "when": _moment(one.created_at),
            },
            one.note,
        )
        for one in found
    ]


def adverse_events(found: Iterable[AdverseEvent]) -> Table:
    """The list, without names."""
    return Table(
        caption=_("Adverse events, newest first"),
        head=[_("What"), _("When"), _("Grade"), _("Therapist"), _("Over since")],
        rows=[
            [
                Cell(one.get_kind_display(), url=reverse("adverse_event", args=[one.pk])),
                Cell(_moment(one.onset_at or one.recorded_at)),
                grade_tag(one),
                Cell(one.visit.therapist.user.name if one.visit else "–"),
                Cell(date_format(one.resolved_on, "j M Y") if one.resolved_on else _("not noted")),
            ]
            for one in found
        ],
    )


def grade(event: AdverseEvent) -> Grade:
    """The grade in the words of its scheme, or that there is none yet."""
    steps = SCHEMES[event.scheme].grades
    return next((step for step in steps if step.code == event.grade), NOT_GRADED)


def grade_tag(event: AdverseEvent) -> Cell:
    """The grade as a tag."""
    return Cell("", level=GRADE_LEVELS[event.grade], word=str(grade(event).name))


def adverse_event_facts(event: AdverseEvent) -> list[Fact]:
    """One adverse event in full."""
    began = _moment(event.onset_at) if event.onset_at else ""
    return [
        Fact(_("Began"), began),
        Fact(_("Muscle"), muscle_name(event.muscle) if event.muscle else ""),
        Fact(_("Side"), SIDES[Side(event.side)] if event.side else ""),
        Fact(_("What happened"), event.description),
        Fact(_("What was done"), event.action_taken),
        Fact(_("How it ended"), event.outcome),
        Fact(_("Over since"), date_format(event.resolved_on, "j M Y") if event.resolved_on else ""),
        Fact(_("Recorded by"), event.recorded_by.user.name if event.recorded_by else _("the system")),
    ]


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j M Y, H:i")
