"""Several rows of the same fields in one form: a blank row is no row, a button asks for one more."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

MOST = 40


class Rows:
    """Rows of ``form_class`` posted as ``prefix-0-field``; works without JavaScript.

    ``given`` are the rows that stand. ``spare`` blank ones follow them.
    """

    def __init__(
        self,
        form_class: type[forms.Form],
        *,
        prefix: str,
        data: Mapping[str, Any] | None = None,
        given: Sequence[Mapping[str, Any]] = (),
        spare: int = 1,
    ) -> None:
        self.prefix = prefix
        self._class = form_class
        if data is None:
            self.forms = [self._blank(number, row) for number, row in enumerate(given)]
            self.forms += [self._blank(len(given) + number) for number in range(spare)]
        elif asks_for_row(data):
            typed = [self._as_typed(number, data) for number in range(self._posted(data))]
            more = [self._blank(len(typed))] if data.get("more") == prefix else []
            self.forms = [*typed, *more][:MOST]
        else:
            self.forms = [
                form_class(
                    data,
                    prefix=f"{prefix}-{number}",
                    empty_permitted=True,
                    use_required_attribute=False,
                )
                for number in range(self._posted(data))
            ]

    @property
    def count(self) -> int:
        """Rows on the page, posted back so that each is read."""
        return len(self.forms)

    @property
    def has_errors(self) -> bool:
        """Whether a row was typed that does not fit."""
        return any(form.is_bound and form.errors for form in self.forms)

    def are_valid(self, form: forms.Form) -> bool:
        """Whether every row fits; if not, ``form`` says where to look."""
        if self.has_errors:
            form.add_error(None, _("Look at the marked rows."))
        return not self.has_errors

    @property
    def content(self) -> tuple[dict[str, Any], ...]:
        """The rows that are not blank, without the fields that are."""
        return tuple(
            {name: value for name, value in form.cleaned_data.items() if value not in (None, "", [])}
            for form in self.forms
            if form.has_changed()
        )

    def _posted(self, data: Mapping[str, Any]) -> int:
        count = str(data.get(f"{self.prefix}-count", ""))
        return min(int(count), MOST) if count.isdecimal() else 0

    def _blank(self, number: int, row: Mapping[str, Any] | None = None) -> forms.Form:
        return self._class(
            prefix=f"{self.prefix}-{number}", initial=dict(row or {}), use_required_attribute=False
        )

    def _as_typed(self, number: int, data: Mapping[str, Any]) -> forms.Form:
        return self._blank(number, as_typed(self._class, data, prefix=f"{self.prefix}-{number}"))


def asks_for_row(data: Mapping[str, Any]) -> bool:
    """Whether the post only wants one more row and saves nothing."""
    return "more" in data


def as_typed(form_class: type[forms.Form], data: Mapping[str, Any], *, prefix: str = "") -> dict[str, Any]:
    """What was typed so far, to show again without judging it."""
    return {
        name: field.widget.value_from_datadict(data, {}, f"{prefix}-{name}" if prefix else name)  # type: ignore[arg-type]
        for name, field in form_class.base_fields.items()
    }
