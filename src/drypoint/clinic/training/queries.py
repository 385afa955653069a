"""Exercises of a member of staff, and how often the reported muscle was among their first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.training.models import PaperPalpation, TrainingAnswer, TrainingGuess

MOST = 3
"""How many muscles one may name."""


@dataclass(frozen=True, slots=True)
class Score:
    """Of so many exercises, in how many a reported muscle stood first, and among the first ``MOST``."""

    of: int
    first: int
    among: int


def place(muscles: Sequence[str], reported: Sequence[str]) -> int | None:
    """Where the first of ``reported`` stands in ``muscles``, from 1; ``None`` when none of them does."""
    return next((number for number, one in enumerate(muscles, start=1) if one in reported), None)


def score(places: Sequence[int | None]) -> Score:
    """Over the places of several exercises."""
    known = [one for one in places if one is not None]
    return Score(
        of=len(places), first=sum(one == 1 for one in known), among=sum(one <= MOST for one in known)
    )


def answers_of(member: Membership) -> QuerySet[TrainingAnswer]:
    """Every exercise that they finished, newest first."""
    return (
        TrainingAnswer.objects.current()
        .filter(clinic_id=member.clinic_id, recorded_by=member)
        .select_related("guess")
        .order_by("-recorded_at", "-id")
    )


def unfinished(member: Membership, case: str) -> TrainingGuess | None:
    """The exercise on this case that they began and have not answered."""
    return (
        TrainingGuess.objects.current()
        .filter(clinic_id=member.clinic_id, recorded_by=member, case=case, training_answers__isnull=True)
        .order_by("-recorded_at", "-id")
        .first()
    )


def palpated(guess: TrainingGuess) -> list[str]:
    """Muscles whose findings were asked for, in that order."""
    asked = PaperPalpation.objects.current().filter(clinic_id=guess.clinic_id, guess=guess)
    return list(asked.order_by("recorded_at", "id").values_list("muscle", flat=True))


def use_in(clinic: Clinic) -> dict[str, Any]:
    """For the owner: how many exercises were finished and by how many people. Nobody's name or score."""
    return TrainingAnswer.objects.filter(clinic_id=clinic.pk).aggregate(
        exercises=Count("id"), people=Count("recorded_by", distinct=True, filter=Q(recorded_by__isnull=False))
    )
