"""A visit that was worked on paper."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drypoint.web.forms.base import ClinicForm
from drypoint.web.forms.fields import ClockField, DayField


class FromPaperForm(ClinicForm):
    """When it took place, and who wrote the paper record."""

    day = DayField(label=_("Day of the visit"))
    time = ClockField(label=_("Time it began"))
    paper_record_by = forms.CharField(label=_("Written on paper by"), max_length=120)

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._zone = zone

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if (day := said.get("day")) and (clock := said.get("time")):
            self._began = datetime.combine(day, clock, tzinfo=self._zone)
            if self._began > timezone.now():
                self.add_error("day", _("This is still to come. A visit from paper took place already."))
        return said

    @property
    def details(self) -> dict[str, Any]:
        """What the action takes."""
        return {"started_at": self._began, "paper_record_by": self.cleaned_data["paper_record_by"]}
