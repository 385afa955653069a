"""The day at the clinic: who comes, what is open, what waits for an answer."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.accounts.queries import today
from drypoint.clinic.actors import Actor
from drypoint.clinic.followup.models.check_in import TriageLevel
from drypoint.clinic.permissions import Permission

SHOWN = 20
"""Rows of one list; the pages behind them show all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line: when or what, who, where it leads, and a level where one matters."""

    name: str
    note: str | Promise = ""
    at: datetime | None = None
    day: str = ""
    url: str = ""
    level: str = ""
    state: str | Promise = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The lists of the page; ``None`` where the actor may not see one."""

    date: str
    appointments: list[Row] | None
    open_visits: list[Row] | None
    check_ins: list[Row] | None
    unanswered: list[Row] | None


def present(clinic: Clinic, actor: Actor) -> Today:
    """The day of ``clinic`` as far as ``actor`` may see it."""
    day = today(clinic)
    start = datetime.combine(day, time.min, clinic.zone)
    chart = actor.may(Permission.SEE_CHART)
    return Today(
        date=date_format(day, "l j F"),
        appointments=_appointments(clinic, start) if actor.may(Permission.SEE_DIARY) else None,
        open_visits=_open_visits(clinic) if chart else None,
        check_ins=_check_ins(clinic) if chart else None,
        unanswered=_unanswered(clinic) if chart else None,
    )


def _appointments(clinic: Clinic, start: datetime) -> list[Row]:
    found = (
        clinic.appointments.filter(starts_at__gte=start, starts_at__lt=start + timedelta(days=1))
        .select_related("person", "service", "therapist__user")
        .order_by("starts_at", "id")
    )
    return [
        Row(
            at=one.starts_at,
            name=one.person.full_name,
            note=_("%(service)s with %(therapist)s")
            % {"service": one.service.name, "therapist": one.therapist.user.name},
            state=one.get_status_display(),
            url=reverse("person", args=[one.person_id]),
        )
        for one in found[: SHOWN * 3]
    ]


def _open_visits(clinic: Clinic) -> list[Row]:
    found = clinic.visits.open().select_related("episode__person", "therapist__user").order_by("-started_at")
    return [
        Row(
            day=_short(one.started_at),
            name=one.episode.person.full_name,
            note=f"{one.episode.title} · {one.therapist.user.name}",
            url=reverse("visit", args=[one.id]),
        )
        for one in found[:SHOWN]
    ]


def _check_ins(clinic: Clinic) -> list[Row]:
    found = clinic.check_ins.waiting().select_related("visit__episode__person").order_by("-answered_at")
    worst_first = {level: rank for rank, level in enumerate(TriageLevel.values)}
    rows = sorted(found[:200], key=lambda one: worst_first[one.level])
    return [
        Row(
            day=_short(one.answered_at),
            name=one.visit.episode.person.full_name,
            note=one.visit.episode.title,
            level=one.level,
            url=reverse("check_in_answer", args=[one.id]),
        )
        for one in rows[:SHOWN]
    ]


def _unanswered(clinic: Clinic) -> list[Row]:
    now = timezone.now()
    found = (
        clinic.check_in_invitations.filter(
            due_at__lte=now, expires_at__gt=now, revoked_at__isnull=True, check_ins__isnull=True
        )
        .select_related("visit__episode__person")
        .order_by("due_at")
    )
    return [
        Row(
            day=_short(one.due_at),
            name=one.visit.episode.person.full_name,
            note=one.visit.episode.person.phone or _("no phone number known"),
            url=reverse("visit", args=[one.visit_id]),
        )
        for one in found[:SHOWN]
    ]


def _short(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j M H:i")
