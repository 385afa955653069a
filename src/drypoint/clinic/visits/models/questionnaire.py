"""The items of a questionnaire that a clinic has a licence for, as the clinic pasted them."""

from typing import Annotated

from django.db import models
from django.db.models import Q
from msgspec import Meta

from drypoint.clinic.episodes.typed_json import TypedJSONField
from drypoint.clinic.records import Fact

ItemText = Annotated[str, Meta(min_length=1, max_length=500)]


class QuestionnaireText(Fact):
    """The texts of one instrument in one language; no text of any questionnaire ships with Drypoint."""

    instrument = models.CharField(max_length=64)
    language = models.CharField(max_length=10)
    items = TypedJSONField(of=tuple[ItemText, ...], default=tuple, blank=True)
    """In the instrument's order; empty takes the texts back."""
    licence = models.CharField(max_length=500)
    """Whose permission this is, as the clinic says it."""

    class Meta:
        default_related_name = "questionnaire_texts"
        indexes = [models.Index(fields=["clinic", "instrument"], name="questionnaire_text_clinic")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "instrument", "language"],
                condition=Q(supersedes__isnull=True),
                name="questionnaire_text_one_chain",
            )
        ]
