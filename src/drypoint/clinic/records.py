"""What every record of a clinic is, and the one way to append, supersede and redact facts."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.errors import Conflict, ForeignRecord, NotAllowedNow
from drypoint.clinic.keys import new_id
from drypoint.clinic.permissions import Permission


class ClinicRecord(models.Model):
    """A row that belongs to one clinic. Keys are UUIDv7; ``clinic`` leads indexes and unique constraints."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Each model has its own index or unique constraint that starts with the clinic (a test insists).
    clinic = models.ForeignKey("accounts.Clinic", on_delete=models.PROTECT, db_index=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


F = TypeVar("F", bound="Fact")


class FactQuerySet(models.QuerySet[F]):
    """Reads of facts in the clinic's words."""

    def current(self) -> Self:
        """What stands now: neither superseded nor redacted."""
        return self.filter(superseded_by__isnull=True, redacted_at__isnull=True)


class Fact(ClinicRecord):
    """A statement of somebody at a time. A correction supersedes it, a redaction blanks it.

    Each subclass about a patient names in ``blank_on_redaction`` what a redaction empties, and with what.
    """

    recorded_by = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_as = models.CharField(max_length=10)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    redacted_at = models.DateTimeField(null=True, blank=True)
    redaction_reason = models.CharField(max_length=300, blank=True)

    objects = FactQuerySet.as_manager()

    blank_on_redaction: ClassVar[dict[str, Any]] = {}

    class Meta:
        abstract = True


R = TypeVar("R", bound=ClinicRecord)


def create(model: type[R], *, by: Actor, verb: str, **fields: Any) -> R:
    """Save one new record of the actor's clinic with its audit row, in one transaction.

    Raises ``ForeignRecord`` when a field points to another clinic's record and ``ValidationError`` on bad
    content.
    """
    with transaction.atomic():
        record = model(clinic_id=by.clinic_id, **fields)
        _refuse_foreign(record)
        check_content(record)
        record.save(force_insert=True)
        audit.record(by=by, verb=verb, subject=record, fields=fields)
    return record


def append(
    model: type[F],
    *,
    by: Actor,
    verb: str,
    supersedes: F | None = None,
    chain: tuple[str, ...] = (),
    **fields: Any,
) -> F:
    """Save one new fact with its audit row; ``supersedes`` is the fact that it corrects.

    ``chain`` names the fields of which a clinic has one running statement, such as the key of a threshold:
    the model has a unique constraint on them where ``supersedes`` is null.

    Raises ``Conflict`` when that fact was corrected by somebody else meanwhile, or somebody else began the
    chain: nothing is written. Raises ``ForeignRecord`` when the corrected fact is about something else.
    """
    if supersedes is not None:
        _refuse_other_subject(supersedes, fields, (*_SUBJECTS, *chain))
    try:
        return create(
            model,
            by=by,
            verb=verb,
            supersedes=supersedes,
            recorded_by_id=by.membership_id,
            recorded_as=by.kind,
            **fields,
        )
    except IntegrityError as clash:
        same = {"supersedes": supersedes} if supersedes else {name: fields[name] for name in chain}
        if same and model._default_manager.filter(clinic_id=by.clinic_id, **same).exists():
            raise Conflict(changed_meanwhile()) from clash
        raise


def revise(record: models.Model, *, by: Actor, verb: str, revision: int, **fields: Any) -> None:
    """Change a header row that carries ``revision``, only if nobody changed it since ``revision`` was shown.

    Raises ``Conflict`` otherwise; the row in memory then still holds what it held.
    """
    with transaction.atomic():
        before = {name: getattr(record, name) for name in fields}
        for name, value in fields.items():
            setattr(record, name, value)
        try:
            if isinstance(record, ClinicRecord):
                _refuse_foreign(record)
            check_content(record)
            changed = (
                type(record)
                ._default_manager.filter(pk=record.pk, revision=revision)
                .update(revision=revision + 1, **fields)
            )
            if not changed:
                raise Conflict(changed_meanwhile())
            audit.record(by=by, verb=verb, subject=record, fields=fields)
        except Exception:
            for name, value in before.items():
                setattr(record, name, value)
            raise
        record.revision = revision + 1  # type: ignore[attr-defined]


def redact(fact: Fact, *, by: Actor, reason: str) -> None:
    """Blank a fact's content and keep its shell, with who, when and why. Needs ``REDACT``.

    Raises ``NotAllowedNow`` for what says nothing about a patient, such as a signature under a rule.
    """
    by.require(Permission.REDACT, clinic_id=fact.clinic_id)
    if not fact.blank_on_redaction:
        raise NotAllowedNow(_("There is nothing personal in this; it stays as it is."))
    if not reason.strip():
        raise NotAllowedNow(_("Say why this is redacted; the reason stays on record."))
    with transaction.atomic():
        for name, blank in fact.blank_on_redaction.items():
            setattr(fact, name, blank)
        fact.redacted_at = timezone.now()
        fact.redaction_reason = reason.strip()
        fact.save(update_fields=[*fact.blank_on_redaction, "redacted_at", "redaction_reason"])
        audit.record(by=by, verb=f"{fact._meta.model_name}.redacted", subject=fact)


def hold(record: models.Model) -> None:
    """Make others who ``hold`` the same row wait until this transaction ends.

    SQLite needs no lock: our transactions there begin IMMEDIATE, one at a time.
    """
    type(record)._default_manager.select_for_update(no_key=True).filter(pk=record.pk).values_list("pk").get()


@contextmanager
def only_once(field: str, message: str) -> Iterator[None]:
    """Turn a broken unique constraint inside into a ``ValidationError`` beside ``field``."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        raise ValidationError({field: message}) from clash


def check_content(record: models.Model) -> None:
    """Raise ``ValidationError`` by field on content that its fields refuse."""
    # Relations are left to the database's foreign keys: asking whether each exists costs a statement a field.
    relations = {field.name for field in record._meta.concrete_fields if field.is_relation}
    record.full_clean(exclude=relations, validate_unique=False, validate_constraints=False)


def allow_only(names: Collection[str], fields: Mapping[str, Any]) -> None:
    """Raise ``TypeError`` on a keyword that an action does not take: a mistake of ours, not of a person."""
    if unknown := sorted(set(fields) - set(names)):
        raise TypeError(f"unknown keywords: {', '.join(unknown)}")


def changed_meanwhile() -> str:
    """The sentence for the second of two people who save the same thing."""
    return _("Somebody saved this while you were working. Compare with theirs below, then save again.")


_SUBJECTS = ("person", "episode", "visit")


def _refuse_other_subject(fact: Fact, fields: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        if name in fields and getattr(fact, name) != fields[name]:
            raise ForeignRecord(_("This record does not exist here."))


def _refuse_foreign(record: ClinicRecord) -> None:
    for field in record._meta.concrete_fields:
        if not field.is_relation or field.name == "clinic" or getattr(record, field.attname) is None:
            continue  # the clinic is the actor's own: loading it would cost each write a statement
        target = getattr(record, field.name)
        if getattr(target, "clinic_id", record.clinic_id) != record.clinic_id:
            raise ForeignRecord(_("This record does not exist here."))
