"""An exercise on a published case: guess, palpation on paper, answer. About staff, not about patients."""

from django.db import models

from drypoint.clinic.records import Fact


class TrainingGuess(Fact):
    """The muscles that somebody thought of first, from words and drawing alone: an exercise begins."""

    case = models.CharField(max_length=40)  # id of a published case
    muscles = models.JSONField()  # ids of the atlas's muscles, the likeliest first
    repeated = models.BooleanField()
    """Whether they had seen this case's answer before: a memory, which no score counts."""

    class Meta:
        default_related_name = "training_guesses"
        indexes = [models.Index(fields=["clinic", "recorded_by", "case"], name="training_guess_of_member")]


class PaperPalpation(Fact):
    """A muscle that they asked the findings of; what it showed follows from the case."""

    guess = models.ForeignKey(TrainingGuess, on_delete=models.PROTECT)
    muscle = models.CharField(max_length=60)

    class Meta:
        default_related_name = "paper_palpations"
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "guess", "muscle"], name="paper_palpation_once_per_muscle"
            )
        ]


class TrainingAnswer(Fact):
    """The muscles that they chose in the end, beside what was reported then and where the system had it."""

    guess = models.ForeignKey(TrainingGuess, on_delete=models.PROTECT)
    muscles = models.JSONField()
    reported = models.JSONField()
    system_place = models.PositiveSmallIntegerField(null=True, blank=True)
    """Of the first reported muscle in the ranking of the drawing alone; ``None``: not among its first."""
    atlas_version = models.CharField(max_length=20)

    class Meta:
        default_related_name = "training_answers"
        constraints = [
            models.UniqueConstraint(fields=["clinic", "guess"], name="training_answer_once_per_exercise")
        ]
