"""The frame of every page of a chart: who it is about, what must be known first, where one is."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drypoint.clinic.episodes.models import Episode
from drypoint.clinic.followup.queries.alerts import ChartAlerts, chart_alerts
from drypoint.clinic.visits.models import Visit
from drypoint.web.presenters import people
from drypoint.web.presenters.parts import Crumb, PersonStrip, StripAlert, Words


def strip(episode: Episode) -> PersonStrip:
    """The person with the alerts of the episode."""
    return strip_with(episode, chart_alerts(episode))


def strip_with(episode: Episode, found: ChartAlerts) -> PersonStrip:
    """The person with alerts that were read already."""
    return people.strip(episode.person, alerts=alerts(found))


def alerts(found: ChartAlerts) -> list[StripAlert]:
    """The alerts in words, worst first."""
    said = []
    if found.consent_withdrawn:
        said.append(StripAlert("stop", _("Consent withdrawn")))
    if found.is_refused:
        said.append(StripAlert("stop", _("A doctor said: no needling")))
    if found.is_waiting:
        said.append(StripAlert("refer", _("Waiting for a doctor's answer")))
    if found.adverse_events:
        words = ngettext("%(n)d adverse event", "%(n)d adverse events", found.adverse_events)
        said.append(StripAlert("refer", words % {"n": found.adverse_events}))
    return said


def crumbs(episode: Episode, *, visit: Visit | None = None, here: Words = "") -> list[Crumb]:
    """People, the person, the episode, the visit, this page; the last one has no address."""
    way = [
        Crumb(_("People"), reverse("people")),
        Crumb(episode.person.full_name, reverse("person", args=[episode.person_id])),
        Crumb(episode.title, reverse("episode", args=[episode.pk])),
    ]
    if visit is not None:
        way.append(Crumb(visit_day(visit), reverse("visit", args=[visit.pk])))
    if here:
        return [*way, Crumb(here)]
    return [*way[:-1], Crumb(way[-1].label)]


def visit_day(visit: Visit) -> str:
    """A visit's name: its day."""
    return _("Visit of %(day)s") % {"day": day(visit.started_at)}


def day(moment: datetime) -> str:
    """A day as the clinic's calendar has it."""
    return date_format(timezone.localtime(moment), "j M Y")


def moment(at: datetime) -> str:
    """Day and time by the clinic's clock."""
    return date_format(timezone.localtime(at), "j M Y, H:i")
