"""Questionnaires by their items: the clinic pastes texts that it may use, answers become a score."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import Actor
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append
from drypoint.clinic.visits.actions import engine_results, measurements
from drypoint.clinic.visits.models import (
    EngineName,
    MeasuredWhen,
    Measurement,
    QuestionnaireText,
    Visit,
)
from drypoint.outcomes import load_scoring

LONGEST_ITEM = 500


def paste(
    *,
    by: Actor,
    clinic: Clinic,
    instrument: str,
    language: str,
    items: Sequence[str],
    licence: str,
    supersedes: QuestionnaireText | None = None,
) -> QuestionnaireText:
    """Keep the texts of ``instrument`` in one language, as many as it has items; none takes them back.

    ``licence`` says whose permission this is; the clinic answers for it.
    """
    by.require(Permission.EDIT_CLINIC, clinic_id=clinic.pk)
    by.require_named()
    wanted = load_scoring().named(instrument).items
    kept = tuple(item.strip() for item in items)
    if len(kept) not in {0, wanted} or not all(kept):
        raise ValidationError({"items": _("Paste %(n)d items, each on a line of its own.") % {"n": wanted}})
    if any(len(item) > LONGEST_ITEM for item in kept):
        raise ValidationError({"items": _("An item has at most %(n)d letters.") % {"n": LONGEST_ITEM}})
    if not licence.strip():
        raise ValidationError({"licence": _("Say whose permission this is.")})
    return append(
        QuestionnaireText,
        by=by,
        verb="questionnaire.pasted",
        supersedes=supersedes,
        chain=("instrument", "language"),
        instrument=instrument,
        language=language,
        items=kept,
        licence=licence.strip(),
    )


def answer(
    *,
    by: Actor,
    visit: Visit,
    instrument: str,
    answers: Sequence[float | None],
    when: MeasuredWhen,
    measured_at: datetime,
    supersedes: Measurement | None = None,
) -> Measurement:
    """Score ``answers`` and record the score; the answers are kept with the result that they gave.

    Raises ``InvalidInput`` as the scoring engine.
    """
    with transaction.atomic():
        scored = engine_results.run(
            by=by,
            visit=visit,
            engine=EngineName.SCORE,
            request={"instrument": instrument, "answers": list(answers)},
        )
        return measurements.record(
            by=by,
            visit=visit,
            instrument=instrument,
            value=scored.result["score"],
            when=when,
            measured_at=measured_at,
            supersedes=supersedes,
        )
