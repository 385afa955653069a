"""Opening the demo: refuse what is not ours, make it when there is nothing, and know who signs in."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum, auto
from pathlib import Path
from random import Random

from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from drypoint.clinic.accounts.models import Clinic, User
from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.config.environment import Environment
from drypoint.demo import sign_ins
from drypoint.demo.generating import populate
from drypoint.demo.sign_ins import SignIn
from drypoint.terms import InvalidInput
from drypoint.upkeep.server import make_ready

SEED = 20260101
"""The same people everywhere; another seed gives them other numbers."""


class Holds(StrEnum):
    """What a database holds."""

    NOTHING = auto()
    DEMO = auto()
    SOMETHING_ELSE = auto()


def holds() -> Holds:
    """What the database holds: nothing yet, a demo, or something that a demo must not touch."""
    try:
        tables = set(connection.introspection.table_names())
        if not tables:
            return Holds.NOTHING
        if not {Clinic._meta.db_table, User._meta.db_table} <= tables:
            return Holds.NOTHING if _begun_by_us(tables) else Holds.SOMETHING_ELSE
        kinds = set(Clinic.objects.values_list("kind", flat=True))
        anybody = User.objects.exists()
    except DatabaseError:
        return Holds.SOMETHING_ELSE
    if kinds == {ClinicKind.DEMO}:
        return Holds.DEMO
    return Holds.SOMETHING_ELSE if kinds or anybody else Holds.NOTHING


def _begun_by_us(tables: set[str]) -> bool:
    """Whether the tables are those of a first start that was interrupted: every migration in them is ours."""
    begun = {app for app, _name in MigrationRecorder(connection).applied_migrations()}
    return "django_migrations" in tables and begun <= set(apps.app_configs)


def open_demo(
    environment: Environment,
    *,
    now: datetime,
    seed: int = SEED,
    count: int | None = None,
    say: Callable[[int, int], None] = lambda done, of: None,
) -> tuple[SignIn, ...]:
    """Make the database ready and the demo clinic in it, unless it is there; returns who may sign in.

    Raises ``InvalidInput`` for a database that is neither empty nor a demo: nothing is changed.
    """
    found = holds()
    if found is Holds.SOMETHING_ELSE:
        raise InvalidInput(
            "this folder holds a database that is not a demo; nothing was changed. "
            "Choose an empty folder with --data.",
            where=str(environment.folder),
        )
    make_ready(environment, now=now)
    if found is Holds.NOTHING:
        made = sign_ins.new_sign_ins()
        populate(now=now, rng=Random(seed), sign_ins=made, count=count, say=say)  # noqa: S311  (a simulation)
        sign_ins.keep(environment.folder, made)
        return made
    return sign_ins.kept_sign_ins(environment.folder) or _new_passwords(environment.folder)


def _new_passwords(folder: Path) -> tuple[SignIn, ...]:
    """Fresh passwords for the demo's own sign-ins, for a folder whose list was lost."""
    made = sign_ins.new_sign_ins()
    with transaction.atomic():
        for one in made:
            user = User.objects.filter(email=one.email).first()
            if user is not None:
                user.set_password(one.password)
                user.save(update_fields=["password"])
    sign_ins.keep(folder, made)
    return made
