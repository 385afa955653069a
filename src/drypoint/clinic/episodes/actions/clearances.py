"""Asking a doctor, and recording the answer."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.episodes.access import require_chart
from drypoint.clinic.episodes.models import Clearance, ClearanceAnswer, Episode
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append
from drypoint.terms import InvalidInput


def ask(
    *,
    by: Actor,
    episode: Episode,
    asked_whom: str,
    finding_ids: Sequence[str],
    question: str,
    asked_at: datetime,
    agreed_to_share_at: datetime | None = None,
) -> Clearance:
    """Ask for clearance about findings of the screening. Needs ``SIGN``: a letter goes out.

    ``agreed_to_share_at`` is when the person agreed that the doctor learns of this.
    """
    require_chart(by, episode, Permission.SIGN)
    if not finding_ids:
        raise InvalidInput(_("Say which findings the question is about."), where="finding_ids")
    return append(
        Clearance,
        by=by,
        verb="clearance.asked",
        supersedes=None,
        episode=episode,
        asked_whom=asked_whom,
        finding_ids=tuple(finding_ids),
        question=question,
        asked_at=asked_at,
        agreed_to_share_at=agreed_to_share_at,
    )


def answer(
    *,
    by: Actor,
    clearance: Clearance,
    answer: ClearanceAnswer,
    answered_at: datetime,
    conditions: str = "",
    valid_until: date | None = None,
) -> Clearance:
    """Record what the doctor answered; a later answer supersedes an earlier one."""
    require_chart(by, clearance.episode, Permission.SIGN)
    if clearance.redacted_at is not None:
        raise NotAllowedNow(_("This request was redacted. Ask again."))
    if answer == ClearanceAnswer.PENDING:
        raise InvalidInput(_("Choose the answer."), where="answer")
    if (answer == ClearanceAnswer.WITH_CONDITIONS) != bool(conditions.strip()):
        raise InvalidInput(_("Write the conditions exactly when there are some."), where="conditions")
    return append(
        Clearance,
        by=by,
        verb="clearance.answered",
        supersedes=clearance,
        episode=clearance.episode,
        asked_whom=clearance.asked_whom,
        finding_ids=clearance.finding_ids,
        question=clearance.question,
        asked_at=clearance.asked_at,
        agreed_to_share_at=clearance.agreed_to_share_at,
        answer=answer,
        conditions=conditions,
        valid_until=valid_until,
        answered_at=answered_at,
    )
