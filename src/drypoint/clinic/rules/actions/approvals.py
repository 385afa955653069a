"""Approve a version of the safety rules by name, or take the approval back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import Conflict
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append
from drypoint.clinic.rules.content import content_of_today
from drypoint.clinic.rules.models import RuleSetApproval, RuleSetContent
from drypoint.clinic.rules.queries import FIRST_LANGUAGE


def approve(
    *,
    by: Actor,
    clinic: Clinic,
    version: str,
    language: str,
    statement: str,
    bilingual: bool = False,
    supersedes: RuleSetApproval | None = None,
) -> RuleSetApproval:
    """Sign ``version`` as read in ``language``; ``statement`` is what was signed. Needs a valid licence.

    The whole content is kept with it. A translation is signed by somebody who states that they treat in both
    languages (``bilingual``). Raises ``Conflict`` when ``version`` is not the one in use any more.
    """
    by.require(Permission.APPROVE_RULES, clinic_id=clinic.pk)
    licence = accounts.require_licence(by, on=accounts.today(clinic))
    if not statement.strip():
        raise ValidationError({"statement": _("Say what you approve.")})
    if language != FIRST_LANGUAGE and not bilingual:
        raise ValidationError(
            {"bilingual": _("Only somebody who treats in both languages can approve a translation.")}
        )
    content = content_of_today()
    if version != content["version"]:
        raise Conflict(_("The safety rules changed meanwhile. Read them again, then sign."))
    with transaction.atomic():
        kept, _new = RuleSetContent.objects.get_or_create(
            clinic=clinic, version=version, defaults={"content": content}
        )
        return append(
            RuleSetApproval,
            by=by,
            verb="rules.approved",
            supersedes=supersedes,
            chain=("version", "language"),
            version=version,
            language=language,
            approved=True,
            statement=statement.strip(),
            bilingual=bilingual,
            licence=licence,
            content=kept,
        )


def withdraw(*, by: Actor, approval: RuleSetApproval, reason: str) -> RuleSetApproval:
    """Take an approval back: from now on nobody signs a needling plan under it."""
    by.require(Permission.APPROVE_RULES, clinic_id=approval.clinic_id)
    by.require_named()
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the reason stays on record.")})
    return append(
        RuleSetApproval,
        by=by,
        verb="rules.approval_withdrawn",
        supersedes=approval,
        chain=("version", "language"),
        version=approval.version,
        language=approval.language,
        approved=False,
        statement=reason.strip(),
    )
