"""What all forms share: a stale save and an action's refusal come back beside what was typed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from drypoint.clinic.errors import Conflict, NotAllowedNow
from drypoint.terms.errors import InvalidInput


class ClinicForm(forms.Form):
    """A form of ours. Optional fields say so; with ``marks_required`` the needed ones say so instead."""

    marks_required = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class RevisedForm(ClinicForm):
    """A form on a row with ``revision``: posts the revision it showed, for the action to compare."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


@contextmanager
def refusals(form: forms.BaseForm) -> Iterator[None]:
    """Run an action; what it refuses becomes an error of ``form``, so nothing that was typed is lost.

    Foreign records and missing permissions are not caught: their answer is a page of its own.
    """
    try:
        yield
    except InvalidInput as wrong:
        form.add_error(wrong.where if wrong.where in form.fields else None, wrong.message)
    except (Conflict, NotAllowedNow) as refused:
        form.add_error(None, str(refused))
    except ValidationError as wrong:
        if not hasattr(wrong, "error_dict"):
            form.add_error(None, wrong)
            return
        for name, errors in wrong.error_dict.items():
            form.add_error(name if name != NON_FIELD_ERRORS and name in form.fields else None, errors)
