"""Redacting a fact of a chart and, in the same transaction, the signed note that quotes it."""

from django.db import transaction
from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.followup.models import Note
from drypoint.clinic.followup.queries.redactable import note_quoting
from drypoint.clinic.records import Fact
from drypoint.clinic.visits.actions import redactions


def redact(*, by: Actor, fact: Fact, reason: str, note: Note | None = None) -> None:
    """Blank the fact, its earlier versions and what repeats it; with ``note`` the note of its visit too.

    Raises ``NotAllowedNow`` when ``note`` is not the signed note of the fact's visit.
    """
    with transaction.atomic():
        if note is not None and note != note_quoting(fact):
            raise NotAllowedNow(_("This note does not belong to what you redact. Load the page again."))
        redactions.redact(by=by, fact=fact, reason=reason)
        if note is not None:
            redactions.redact(by=by, fact=note, reason=reason)
