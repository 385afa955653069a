"""Whether who opened a check-in's link knows the person's date of birth."""

from datetime import date, datetime, timedelta
from hmac import compare_digest

from django.db import transaction
from django.utils.translation import gettext as _

from drypoint.clinic.actors import system
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.followup.models import CheckInInvitation
from drypoint.clinic.records import hold

MOST_WRONG = 5
LOCKED_FOR = timedelta(hours=1)
"""After so many wrong dates in a row a link takes none for so long. Our choice; the token is the real key."""


def try_birth_date(*, invitation: CheckInInvitation, typed: date, at: datetime) -> bool:
    """Compare ``typed`` with the date on record, in constant time; wrong ones are counted and audited.

    Raises ``NotAllowedNow`` while the link is locked, also for the right date, so that a lock tells nothing.
    """
    with transaction.atomic():
        hold(invitation)
        invitation.refresh_from_db(fields=["wrong_dates", "locked_until"])
        if not is_locked(invitation, at=at):
            born = invitation.visit.episode.person.birth_date
            known = "" if born is None else born.isoformat()
            fits = compare_digest(typed.isoformat(), known)
            _count(invitation, fits=fits, at=at)
            if fits or not is_locked(invitation, at=at):
                return fits
    raise NotAllowedNow(_("Too many dates that do not fit. Try again in an hour, or call the clinic."))


def is_locked(invitation: CheckInInvitation, *, at: datetime) -> bool:
    """Whether no date is taken now."""
    return invitation.locked_until is not None and at < invitation.locked_until


def _count(invitation: CheckInInvitation, *, fits: bool, at: datetime) -> None:
    wrong = 0 if fits else invitation.wrong_dates + 1
    is_last = wrong >= MOST_WRONG
    invitation.wrong_dates = 0 if is_last else wrong
    invitation.locked_until = at + LOCKED_FOR if is_last else None
    invitation.save(update_fields=["wrong_dates", "locked_until"])
    if not fits:
        link = system(clinic_id=invitation.clinic_id, name="check-in link")
        audit.record(by=link, verb="check_in.birth_date_wrong", subject=invitation, fields=["wrong_dates"])
