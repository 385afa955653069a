"""What all forms share: a stale save and an action's refusal come back beside what was typed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from drypoint.clinic.errors import Conflict, NotAllowedNow
from drypoint.terms.errors import InvalidInput


class ClinicForm(forms.Form):
    """A form of ours. Optional fields say so; with ``marks_required`` the needed ones say so instead."""

    marks_required = False
    has_conflict = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)

    @property
    def status(self) -> int:
        """Of the answer that shows the form: 409 after a conflict, 422 with errors, else 200."""
        if self.has_conflict:
            return 409
        return 422 if self.is_bound and self.errors else 200


class RevisedForm(ClinicForm):
    """A form on a row with ``revision``: posts the revision it showed, for the action to compare.

    After a ``Conflict``, ``theirs`` holds what stands now wherever it differs, as (label, value); the form
    keeps what was typed and carries the new revision, so that saving again is a decision.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput)
    theirs: Sequence[tuple[Any, Any]] = ()

    @property
    def details(self) -> dict[str, Any]:
        """What was typed, without the revision."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}

    def meet(self, record: models.Model) -> None:
        """Take in what somebody else saved meanwhile on ``record``."""
        record.refresh_from_db()
        self.has_conflict = True
        self.theirs = [
            (self.fields[name].label, _in_words(record, name))
            for name, typed in self.details.items()
            if hasattr(record, name) and getattr(record, name) != typed
        ]
        shown: Any = self.data.copy()  # type: ignore[attr-defined]
        shown[self.add_prefix("revision")] = record.revision  # type: ignore[attr-defined]
        self.data = shown


@contextmanager
def refusals(form: forms.BaseForm, *, on: models.Model | None = None) -> Iterator[None]:
    """Run an action; what it refuses becomes an error of ``form``, so nothing that was typed is lost.

    ``on`` is the row that a ``RevisedForm`` changes. Foreign records and missing permissions are not
    caught: their answer is a page of its own.
    """
    try:
        yield
    except InvalidInput as wrong:
        form.add_error(wrong.where if wrong.where in form.fields else None, wrong.message)
    except Conflict as refused:
        if on is not None and isinstance(form, RevisedForm):
            form.meet(on)
        form.add_error(None, str(refused))
    except NotAllowedNow as refused:
        form.add_error(None, str(refused))
    except ValidationError as wrong:
        if not hasattr(wrong, "error_dict"):
            form.add_error(None, wrong)
            return
        for name, errors in wrong.error_dict.items():
            form.add_error(name if name != NON_FIELD_ERRORS and name in form.fields else None, errors)


def _in_words(record: models.Model, name: str) -> Any:
    spoken = getattr(record, f"get_{name}_display", None)
    return spoken() if spoken else getattr(record, name)
