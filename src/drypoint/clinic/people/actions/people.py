"""Register people and keep their details."""

import re
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import Actor
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.people import names, numbers
from drypoint.clinic.people.models import Person, SearchWord
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import allow_only, create, hold
from drypoint.clinic.records import revise as revise_record
from drypoint.terms.errors import InvalidInput

CONTACT = frozenset(
    {
        "preferred_name",
        "pronouns",
        "language",
        "phone",
        "email",
        "may_email",
        "may_text",
        "address",
        "emergency_name",
        "emergency_relation",
        "emergency_phone",
    }
)
"""What a person may change themselves."""

DETAILS = CONTACT | {
    "given_name",
    "family_name",
    "birth_date",
    "sex_recorded",
    "gender",
    "interpreter_needed",
    "desk_note",
}


def register(*, by: Actor, given_name: str, family_name: str, **details: Any) -> Person:
    """Register a person; they get the clinic's next number. ``details`` are any of ``DETAILS``."""
    by.require(Permission.EDIT_PEOPLE, clinic_id=by.clinic_id)
    allow_only(DETAILS, details)
    _check_texts(by.clinic_id, details.get("phone", ""), may_text=details.get("may_text", False))
    with transaction.atomic():
        hold(Clinic(pk=by.clinic_id))
        last = Person.objects.filter(clinic_id=by.clinic_id).aggregate(last=Max("number"))["last"]
        person = create(
            Person,
            by=by,
            verb="person.registered",
            number=(last or 0) + 1,
            given_name=given_name,
            family_name=family_name,
            **_keys(given_name, family_name),
            **details,
        )
        _index(person)
    return person


def revise_details(*, by: Actor, person: Person, revision: int, **details: Any) -> None:
    """Change any of ``DETAILS``."""
    by.require(Permission.EDIT_PEOPLE, clinic_id=person.clinic_id)
    allow_only(DETAILS, details)
    _revise(by=by, person=person, verb="person.revised", revision=revision, details=details)


def revise_own_contact(*, by: Actor, person: Person, revision: int, **details: Any) -> None:
    """Change any of ``CONTACT`` as the person themselves."""
    by.require_own(clinic_id=person.clinic_id, person_id=person.pk)
    allow_only(CONTACT, details)
    _revise(by=by, person=person, verb="person.contact_revised", revision=revision, details=details)


def end_messages(*, by: Actor, person: Person, route: str) -> bool:
    """No more messages this way: the person said so by a link or a reply; returns whether that is news.

    No revision is asked for: whoever edits the person meanwhile is told that it changed.
    """
    by.require_or_own(Permission.EDIT_PEOPLE, clinic_id=person.clinic_id, person_id=person.pk)
    field = {"email": "may_email", "text": "may_text"}[route]
    with transaction.atomic():
        changed = Person.objects.filter(pk=person.pk, **{field: True}).update(
            revision=F("revision") + 1, **{field: False}
        )
        if changed:
            audit.record(by=by, verb="person.messages_ended", subject=person, fields=[field])
    return bool(changed)


def archive(*, by: Actor, person: Person, revision: int, reason: str) -> None:
    """Take a person out of the lists; the record stays whole and readable."""
    by.require(Permission.EDIT_PEOPLE, clinic_id=person.clinic_id)
    if person.archived_at is not None:
        raise NotAllowedNow(_("This person is archived already."))
    if not reason.strip():
        raise ValidationError({"archived_reason": _("Say why; the reason stays on record.")})
    revise_record(
        person,
        by=by,
        verb="person.archived",
        revision=revision,
        archived_at=timezone.now(),
        archived_reason=reason.strip(),
    )


def restore(*, by: Actor, person: Person, revision: int) -> None:
    """Bring an archived person back into the lists."""
    by.require(Permission.EDIT_PEOPLE, clinic_id=person.clinic_id)
    revise_record(
        person, by=by, verb="person.restored", revision=revision, archived_at=None, archived_reason=""
    )


def _revise(*, by: Actor, person: Person, verb: str, revision: int, details: dict[str, Any]) -> None:
    phone = details.get("phone", person.phone)
    _check_texts(person.clinic_id, phone, may_text=details.get("may_text", person.may_text))
    given_name = details.get("given_name", person.given_name)
    family_name = details.get("family_name", person.family_name)
    with transaction.atomic():
        revise_record(
            person, by=by, verb=verb, revision=revision, **details, **_keys(given_name, family_name)
        )
        person.search_words.all().delete()
        _index(person)


def _check_texts(clinic_id: UUID, phone: str, *, may_text: bool) -> None:
    """Raise ``ValidationError`` beside the number where no text message would reach it."""
    if may_text:
        country = Clinic.objects.values_list("country", flat=True).get(pk=clinic_id)
        try:
            numbers.to_text(phone, country=country)
        except InvalidInput as wrong:
            raise ValidationError({"phone": wrong.message}) from wrong


def _keys(given_name: str, family_name: str) -> dict[str, str]:
    return {"given_key": names.key(given_name), "family_key": names.key(family_name)}


def _index(person: Person) -> None:
    found_by = {*names.words(f"{person.given_name} {person.family_name} {person.preferred_name}")}
    found_by.add(str(person.number))
    if digits := re.sub(r"\D", "", person.phone):
        found_by.add(digits[: names.WORD_LENGTH])
    if person.birth_date is not None:
        found_by.add(f"{person.birth_date:%Y%m%d}")
    SearchWord.objects.bulk_create(
        SearchWord(clinic_id=person.clinic_id, person=person, word=word) for word in sorted(found_by)
    )
