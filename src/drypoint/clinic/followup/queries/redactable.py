"""What of a chart can be redacted: every fact about a person that has content to blank."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from drypoint.clinic.followup.models import Note
from drypoint.clinic.people.models import Person
from drypoint.clinic.records import Fact
from drypoint.clinic.visits.models import EngineResult

_WAYS = {"person": "person", "episode": "episode__person", "visit": "visit__episode__person"}
"""Field of a fact to the person it is about."""


def kinds() -> dict[str, type[Fact]]:
    """Facts about a person by the name of their table. Engine results go with the fact that they repeat."""
    return {
        str(model._meta.model_name): model
        for model in apps.get_models()
        if issubclass(model, Fact)
        and model is not EngineResult
        and model.blank_on_redaction
        and _way(model) is not None
    }


def facts_about(person: Person, kind: str | None = None) -> Iterator[Fact]:
    """What stands about ``person``, newest first within each kind; of one ``kind`` if it is named."""
    for name, model in kinds().items():
        if kind in (None, name):
            of_person = {str(_way(model)): person, "clinic_id": person.clinic_id}
            found = model.objects.current().filter(**of_person)
            yield from found.select_related("recorded_by__user").order_by("-recorded_at", "-id")


def note_quoting(fact: Fact) -> Note | None:
    """The signed note of the fact's visit, unless it is blank, or is the fact itself."""
    visit_id = getattr(fact, "visit_id", None)
    if visit_id is None or isinstance(fact, Note):
        return None
    return Note.objects.filter(clinic_id=fact.clinic_id, visit_id=visit_id, redacted_at__isnull=True).first()


def _way(model: type[models.Model]) -> str | None:
    names = {field.name for field in model._meta.concrete_fields}
    return next((way for field, way in _WAYS.items() if field in names), None)
