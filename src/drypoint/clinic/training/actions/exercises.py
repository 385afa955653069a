"""Working through a published case: guess, palpate on paper, answer."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from drypoint import atlas
from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import ForeignRecord, NotAllowedNow
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append, hold
from drypoint.clinic.training.models import PaperPalpation, TrainingAnswer, TrainingGuess
from drypoint.clinic.training.queries import MOST
from drypoint.terms import InvalidInput


def begin(*, by: Actor, case: str, muscles: Sequence[str]) -> TrainingGuess:
    """Guess from one to three muscles, the likeliest first. It cannot be changed once it is made."""
    by.require(Permission.EDIT_CHART, clinic_id=by.clinic_id)
    member = by.require_named()
    _require_muscles(muscles)
    repeated = TrainingAnswer.objects.filter(
        clinic_id=by.clinic_id, recorded_by_id=member, guess__case=case
    ).exists()
    return append(
        TrainingGuess,
        by=by,
        verb="training.begun",
        case=case,
        muscles=list(muscles),
        repeated=repeated,
    )


def palpate(*, by: Actor, guess: TrainingGuess, muscle: str) -> PaperPalpation:
    """Ask for the findings of a muscle; asking twice is asking once."""
    _require_own(by, guess)
    _require_muscles([muscle])
    with transaction.atomic():
        _require_unanswered(guess)
        asked = PaperPalpation.objects.filter(clinic_id=guess.clinic_id, guess=guess, muscle=muscle).first()
        return asked or append(PaperPalpation, by=by, verb="training.palpated", guess=guess, muscle=muscle)


def answer(
    *,
    by: Actor,
    guess: TrainingGuess,
    muscles: Sequence[str],
    reported: Sequence[str],
    system_place: int | None,
    atlas_version: str,
) -> TrainingAnswer:
    """Answer with from one to three muscles, once; ``reported`` and ``system_place`` are kept as of now."""
    _require_own(by, guess)
    _require_muscles(muscles)
    with transaction.atomic():
        _require_unanswered(guess)
        return append(
            TrainingAnswer,
            by=by,
            verb="training.answered",
            guess=guess,
            muscles=list(muscles),
            reported=list(reported),
            system_place=system_place,
            atlas_version=atlas_version,
        )


def _require_own(by: Actor, guess: TrainingGuess) -> None:
    by.require(Permission.EDIT_CHART, clinic_id=guess.clinic_id)
    if guess.recorded_by_id != by.membership_id or by.membership_id is None:
        raise ForeignRecord(_("This record does not exist here."))


def _require_unanswered(guess: TrainingGuess) -> None:
    hold(guess)
    if TrainingAnswer.objects.filter(clinic_id=guess.clinic_id, guess=guess).exists():
        raise NotAllowedNow(_("This exercise is answered. Begin it again to try once more."))


def _require_muscles(muscles: Sequence[str]) -> None:
    if not 1 <= len(muscles) <= MOST or len(set(muscles)) != len(muscles):
        raise InvalidInput(_("Name from one to three different muscles."), where="muscles")
    known = {muscle.id for muscle in atlas.load().muscles}
    if not set(muscles) <= known:
        raise InvalidInput(_("Choose a muscle from the list."), where="muscles")
