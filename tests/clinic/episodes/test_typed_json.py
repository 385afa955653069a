"""The typed JSON column."""

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from drypoint.clinic.episodes.rows import TriedTreatment
from drypoint.clinic.episodes.typed_json import TypedJSONField

ROWS = TypedJSONField(of=tuple[TriedTreatment, ...], default=tuple)
MASSAGE = TriedTreatment(kind="massage", result="eased for a day")


def test_typed_json_takes_plain_json_and_gives_values() -> None:
    assert ROWS.to_python([{"kind": "massage", "result": "eased for a day"}]) == (MASSAGE,)


def test_typed_json_refuses_another_shape_and_names_the_place() -> None:
    with pytest.raises(ValidationError, match=r"result"):
        ROWS.to_python([{"kind": "massage"}])
    with pytest.raises(ValidationError):
        ROWS.to_python(object())


def test_typed_json_keeps_null_apart_from_empty() -> None:
    assert ROWS.to_python(None) is None
    ROWS.validate((), None)
    TypedJSONField(of=int, null=True).validate(None, None)
    with pytest.raises(ValidationError, match="null"):
        ROWS.validate(None, None)


def test_typed_json_writes_plain_json_and_reads_it_back() -> None:
    assert ROWS.get_prep_value((MASSAGE,)) == (
        {"kind": "massage", "result": "eased for a day", "when": None, "visits": None},
    )
    stored = '[{"kind": "massage", "result": "eased for a day"}]'
    assert ROWS.from_db_value(stored, None, None) == (MASSAGE,)


def test_typed_json_is_a_plain_column_to_migrations() -> None:
    name, path, args, kwargs = ROWS.deconstruct()
    assert (name, path, args, kwargs) == (None, "django.db.models.JSONField", [], {"default": tuple})
    assert isinstance(ROWS, models.JSONField)
