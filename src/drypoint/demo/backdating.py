"""Letting what the demo writes today look as if it was written then.

The record stamps each row with the clock, as it must. The demo's courses lie in the past, so their stamps,
and those of the audit trail, are set back afterwards. Only in a demo clinic, and only rows made by this run.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.apps import apps
from django.utils import timezone

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.records import ClinicRecord
from drypoint.terms import InvalidInput

WITH_THE_ROW = ("created_at", "recorded_at", "received_at")
"""Stamps that a row gets when it is made."""
LATER = ("acknowledged_at", "recalled_at")
"""Stamps that an action sets on a row that was there before."""
WITHOUT_OWN_AUDIT = {
    "appointment": "appointmentstep",
    "needlingsession": "sessionevent",
    "incident": "incidentstep",
    "needlelot": "stockmovement",
}
"""Rows that are written with another one and share its audit row."""


class Backdating:
    """Sets back the stamps of one demo clinic's rows, block by block."""

    def __init__(self, clinic: Clinic) -> None:
        """From now on; raises ``InvalidInput`` for a real clinic: its times are evidence."""
        if not clinic.is_demo:
            raise InvalidInput("times are only ever set back in a demo clinic; this one is real.")
        self._clinic_id = clinic.pk
        self._begun = timezone.now()
        self._tables = {
            str(model._meta.model_name): model
            for model in apps.get_models()
            if issubclass(model, ClinicRecord)
        }

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """What is written inside was written at ``moment``."""
        yield
        then = min(moment, self._begun - timedelta(microseconds=1))  # so that the next block leaves it alone
        events = AuditEvent.objects.filter(clinic_id=self._clinic_id, at__gte=self._begun)
        written = set(events.values_list("subject_type", flat=True))
        written |= {also for name, also in WITHOUT_OWN_AUDIT.items() if name in written}
        events.update(at=then)
        for name in sorted(written & set(self._tables)):
            self._set_back(self._tables[name], then)

    def _set_back(self, model: type[ClinicRecord], then: datetime) -> None:
        has = {field.name for field in model._meta.concrete_fields}
        rows = model._default_manager.filter(clinic_id=self._clinic_id)
        made = dict.fromkeys([name for name in WITH_THE_ROW if name in has], then)
        rows.filter(created_at__gte=self._begun).update(**made)
        for name in LATER:
            if name in has:
                rows.filter(**{f"{name}__gte": self._begun}).update(**{name: then})
