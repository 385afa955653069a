"""Forms on facts: a correction says which statement it corrects, and learns when somebody was faster."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from drypoint.clinic.errors import Conflict
from drypoint.clinic.records import Fact
from drypoint.web.forms.base import ClinicForm, refusals

F = TypeVar("F", bound=Fact)
Said = Sequence[tuple[Any, Any]]


class FactForm(ClinicForm):
    """Posts the fact that it showed; after a ``Conflict``, ``theirs`` holds what stands now.

    What was typed stays, and the form then carries the newer fact: saving again is a decision.
    """

    supersedes = forms.UUIDField(widget=forms.HiddenInput, required=False)
    theirs: Said = ()

    def corrected(self, facts: models.Manager[F] | QuerySet[F]) -> F | None:
        """The fact that the form showed, among ``facts``; a 404 when it is none of them."""
        shown: UUID | None = self.cleaned_data["supersedes"]
        return None if shown is None else get_object_or_404(facts, pk=shown)

    def meet(self, fact: Fact | None, said: Said) -> None:
        """Take in what somebody else recorded meanwhile."""
        self.has_conflict, self.theirs = True, said
        shown: Any = self.data.copy()  # type: ignore[attr-defined]
        shown[self.add_prefix("supersedes")] = "" if fact is None else str(fact.pk)
        self.data = shown


@contextmanager
def fact_refusals(
    form: FactForm, *, standing: Callable[[], F | None], in_words: Callable[[F], Said]
) -> Iterator[None]:
    """As ``forms.base.refusals``; after a ``Conflict`` the form meets what stands now."""
    with refusals(form):
        try:
            yield
        except Conflict:
            fact = standing()
            form.meet(fact, () if fact is None else in_words(fact))
            raise
