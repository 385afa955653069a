"""Movements from before there was a kind: packs that came are told from counts by what was written then."""

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from tests.clinic import factories

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.stock.models import MovementKind, StockMovement

MIGRATION = importlib.import_module("drypoint.clinic.stock.migrations.0002_codes_and_counts")


@pytest.mark.parametrize(
    ("reason", "packs", "kind"),
    [
        ("received", 5, MovementKind.RECEIVED),
        ("recibido", 5, MovementKind.RECEIVED),
        ("received", -5, MovementKind.CORRECTED),
        ("counted", 5, MovementKind.CORRECTED),
    ],
)
def test_receipts_are_told_apart(clinic: Clinic, reason: str, packs: int, kind: MovementKind) -> None:
    made = factories.make_lot(clinic).movements.get()
    StockMovement.objects.filter(pk=made.pk).update(kind=MovementKind.CORRECTED, reason=reason, packs=packs)
    MIGRATION.tell_receipts_apart(apps, SimpleNamespace(connection=connection))
    made.refresh_from_db()
    assert made.kind == kind
