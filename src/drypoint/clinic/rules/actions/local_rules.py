"""Keep the rules of a state, an insurer or the clinic: enter, correct, end."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import Actor
from drypoint.clinic.keys import new_id
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append
from drypoint.clinic.rules.models import Authority, LocalRule
from drypoint.safety import Outcome, load_places
from drypoint.terms import InvalidInput


def enter(
    *,
    by: Actor,
    clinic: Clinic,
    authority: Authority,
    name: str,
    outcome: Outcome,
    text: str,
    source: str,
    from_day: date,
    until_day: date | None = None,
    text_es: str = "",
    places: Sequence[str] = (),
    technique: str = "",
    age_from: int | None = None,
    age_below: int | None = None,
    note: str = "",
    supersedes: LocalRule | None = None,
) -> LocalRule:
    """Keep a local rule, or correct the one that it ``supersedes``; ``note`` says why it was changed.

    ``places`` are codes of the safety rules, none for everywhere; both days are in force.
    """
    by.require(Permission.APPROVE_RULES, clinic_id=clinic.pk)
    by.require_named()
    _check_days(from_day, until_day)
    if age_from is not None and age_below is not None and age_below <= age_from:
        raise ValidationError({"age_below": _("This age must be above the other one.")})
    try:
        load_places().regions_of_all(places, where="places")
    except InvalidInput as unknown:
        raise ValidationError({"places": unknown.message}) from unknown
    if supersedes is not None and not note.strip():
        raise ValidationError({"note": _("Say why; it stays on record.")})
    return append(
        LocalRule,
        by=by,
        verb="rules.local_rule_entered",
        supersedes=supersedes,
        chain=("rule",),
        rule=supersedes.rule if supersedes is not None else new_id(),
        authority=authority,
        name=name.strip(),
        outcome=outcome,
        places=list(places),
        technique=technique,
        age_from=age_from,
        age_below=age_below,
        text=text.strip(),
        text_es=text_es.strip(),
        source=source.strip(),
        from_day=from_day,
        until_day=until_day,
        note=note.strip(),
    )


def end(*, by: Actor, local_rule: LocalRule, until_day: date, reason: str) -> LocalRule:
    """Let a local rule end with ``until_day``; what was reviewed under it stays as it was."""
    by.require(Permission.APPROVE_RULES, clinic_id=local_rule.clinic_id)
    by.require_named()
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; it stays on record.")})
    _check_days(local_rule.from_day, until_day)
    same = ("authority", "name", "outcome", "places", "technique", "age_from", "age_below", "text")
    return append(
        LocalRule,
        by=by,
        verb="rules.local_rule_ended",
        supersedes=local_rule,
        chain=("rule",),
        rule=local_rule.rule,
        **{field: getattr(local_rule, field) for field in (*same, "text_es", "source", "from_day")},
        until_day=until_day,
        note=reason.strip(),
    )


def _check_days(from_day: date, until_day: date | None) -> None:
    if until_day is not None and until_day < from_day:
        raise ValidationError({"until_day": _("The last day lies before the first.")})
