"""A clinic's first day: the clinic and the sign-in of its owner."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from drypoint.clinic.accounts.actions import clinics, memberships
from drypoint.clinic.accounts.models import Clinic, User
from drypoint.clinic.actors import system
from drypoint.clinic.keys import new_id
from drypoint.clinic.permissions import OWNER
from drypoint.terms.errors import InvalidInput


def found_clinic(
    *, name: str, timezone: str, language: str, owner_name: str, owner_email: str, owner_password: str
) -> Clinic:
    """Found a real clinic and its owner's sign-in, in one transaction.

    Raises ``InvalidInput`` in plain words, and then makes nothing: a weak password, an e-mail that already
    has a sign-in, a demo database, a wrong time zone.
    """
    if Clinic.objects.filter(kind="demo").exists():
        raise InvalidInput(
            "this data folder holds the demo clinic. Set DRYPOINT_DATA_DIR to another folder for real people."
        )
    if User.objects.filter(email=owner_email.strip().lower()).exists():
        raise InvalidInput(f"{owner_email} has a sign-in already. Add them as staff on the clinic's pages.")
    by = system(clinic_id=new_id(), name="setup")
    try:
        validate_email(owner_email)
        validate_password(owner_password, User(email=owner_email, name=owner_name))
        with transaction.atomic():
            clinic = clinics.found(by=by, name=name, timezone=timezone, language=language)
            memberships.add(
                by=by,
                email=owner_email,
                name=owner_name,
                role=OWNER.code,
                language=language,
                password=owner_password,
            )
    except ValidationError as wrong:
        raise InvalidInput(" ".join(wrong.messages)) from wrong
    return clinic
