"""A JSON column whose content has a type: checked where it enters, typed where it is read."""

from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.db import models


class TypedJSONField(models.JSONField):
    """Holds msgspec values of type ``of``, such as ``tuple[TriedTreatment, ...]``.

    Assigned either typed or as plain JSON. Reading a row gives the typed value; content of another shape is
    refused with Django's ``ValidationError``. To migrations it is a plain JSON column.
    """

    def __init__(self, *args: Any, of: Any = Any, **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """As a plain JSON column: the type is the code's business, not the schema's."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def to_python(self, value: Any) -> Any:
        """The typed value; raises ``ValidationError`` that names the place in the content."""
        if value is None:
            return None
        try:
            return msgspec.convert(msgspec.to_builtins(value), self.of)
        except (msgspec.ValidationError, TypeError) as wrong:
            raise ValidationError(str(wrong), code="invalid") from wrong

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The typed value of a stored row."""
        return self.to_python(super().from_db_value(value, expression, connection))

    def get_prep_value(self, value: Any) -> Any:
        """Plain JSON for the database."""
        return super().get_prep_value(msgspec.to_builtins(value))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Nothing beyond what ``to_python`` checked, except that a required value is there."""
        if value is None and not self.null:
            raise ValidationError(self.error_messages["null"], code="null")
