"""Write the clinic's own words for a message, or go back to the ones that Drypoint brings."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import Conflict, NotAllowedNow
from drypoint.clinic.messages import wording
from drypoint.clinic.messages.models import MessageTemplate, Purpose, Route
from drypoint.clinic.messages.queries import last_template
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append, changed_meanwhile, hold


def write(
    *,
    by: Actor,
    clinic: Clinic,
    purpose: str,
    route: str,
    language: str,
    subject: str,
    body: str,
    supersedes: MessageTemplate | None = None,
) -> MessageTemplate:
    """Keep new words; those before stay on record.

    Raises ``ValidationError`` by field, naming a word of health or of the body, an address of one's own, or a
    name in braces that is missing or not known.
    """
    subject = subject.strip() if route == Route.EMAIL else ""
    body = body.replace("\r\n", "\n").strip()
    if not body:
        raise ValidationError({"body": _("Write what the message says.")})
    wording.check(purpose=purpose, route=route, subject=subject, body=body)
    return _keep(by, clinic, "message_template.written", supersedes, purpose, route, language, subject, body)


def go_back(*, by: Actor, clinic: Clinic, supersedes: MessageTemplate) -> MessageTemplate:
    """Let the words that Drypoint brings go out again."""
    if not supersedes.body:
        raise NotAllowedNow(_("These are the words that Drypoint brings."))
    one = supersedes
    verb = "message_template.taken_back"
    return _keep(by, clinic, verb, one, one.purpose, one.route, one.language, "", "")


def _keep(
    by: Actor,
    clinic: Clinic,
    verb: str,
    supersedes: MessageTemplate | None,
    purpose: str,
    route: str,
    language: str,
    subject: str,
    body: str,
) -> MessageTemplate:
    by.require(Permission.EDIT_CLINIC, clinic_id=clinic.pk)
    by.require_named()
    if purpose not in Purpose.values or route not in Route.values or language not in dict(settings.LANGUAGES):
        raise ValidationError(_("There is no such message."))
    with transaction.atomic():
        hold(clinic)
        if supersedes is None and last_template(clinic, purpose, route, language) is not None:
            raise Conflict(changed_meanwhile())
        return append(
            MessageTemplate,
            by=by,
            verb=verb,
            supersedes=supersedes,
            chain=("purpose", "route", "language"),
            purpose=purpose,
            route=route,
            language=language,
            subject=subject,
            body=body,
        )
