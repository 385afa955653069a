"""Opening, revising and closing an episode of care."""

from datetime import date

from django.utils.translation import gettext as _

from drypoint import atlas
from drypoint.clinic.accounts.models import Membership
from drypoint.clinic.actors import Actor
from drypoint.clinic.episodes.access import require_chart
from drypoint.clinic.episodes.models import ClosingReason, Episode
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.people.models import Person
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import create
from drypoint.clinic.records import revise as revise_record
from drypoint.terms import InvalidInput


def open(  # noqa: A001  (the clinic's word)
    *, by: Actor, person: Person, complaint: str, title: str, therapist: Membership, opened_on: date
) -> Episode:
    """Open an episode; ``complaint`` is an id of the atlas, else ``InvalidInput``."""
    by.require(Permission.EDIT_CHART, clinic_id=person.clinic_id)
    _check_complaint(complaint)
    return create(
        Episode,
        by=by,
        verb="episode.opened_for_care",
        person=person,
        complaint=complaint,
        title=title,
        therapist=therapist,
        opened_on=opened_on,
    )


def revise(
    *, by: Actor, episode: Episode, revision: int, complaint: str, title: str, therapist: Membership
) -> None:
    """Change what the episode is called, what it is about or who is responsible."""
    require_chart(by, episode)
    _check_complaint(complaint)
    revise_record(
        episode,
        by=by,
        verb="episode.revised",
        revision=revision,
        complaint=complaint,
        title=title,
        therapist=therapist,
    )


def close(
    *, by: Actor, episode: Episode, revision: int, closed_on: date, reason: ClosingReason, words: str = ""
) -> None:
    """End the episode. Every visit must be signed and no earlier closing may stand."""
    require_chart(by, episode)
    if closed_on < episode.opened_on:
        raise InvalidInput(_("It cannot end before it began."), where="closed_on")
    if episode.visits.filter(status="open").exists():
        raise NotAllowedNow(_("A visit of this episode has no signed note yet. Sign it first."))
    revise_record(
        episode,
        by=by,
        verb="episode.closed",
        revision=revision,
        closed_on=closed_on,
        closing_reason=reason,
        closing_words=words,
    )


def reopen(*, by: Actor, episode: Episode, revision: int) -> None:
    """Take a closing back; who did is in the audit."""
    by.require(Permission.EDIT_CHART, clinic_id=episode.clinic_id)
    if episode.closed_on is None:
        raise NotAllowedNow(_("This episode is open."))
    revise_record(
        episode,
        by=by,
        verb="episode.reopened",
        revision=revision,
        closed_on=None,
        closing_reason="",
        closing_words="",
    )


def _check_complaint(complaint: str) -> None:
    try:
        atlas.load().complaint(complaint)
    except InvalidInput as unknown:
        raise InvalidInput(_("Choose a complaint from the list."), where="complaint") from unknown
