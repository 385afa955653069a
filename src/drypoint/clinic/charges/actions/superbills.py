"""Issuing the bill of a visit, replacing it, voiding it. A bill is never changed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint import atlas, billing
from drypoint.clinic.accounts.queries import require_licence, today
from drypoint.clinic.actors import Actor
from drypoint.clinic.charges.diagnoses import RELEASE, diagnosis
from drypoint.clinic.charges.models import Superbill, SuperbillVoid
from drypoint.clinic.charges.queries import as_fee, current_bill, fees
from drypoint.clinic.errors import Conflict, NotAllowedNow
from drypoint.clinic.followup.models import Note, ProcedureCode
from drypoint.clinic.followup.queries.note_draft import signature_of
from drypoint.clinic.followup.queries.note_treatment import procedure_code
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append, changed_meanwhile, hold
from drypoint.clinic.visits.canonical import plain
from drypoint.clinic.visits.models import Visit
from drypoint.clinic.visits.queries.sessions import session_state
from drypoint.documents import Bill, BilledDiagnosis, BillLine, Language
from drypoint.terms import InvalidInput

MOST_DIAGNOSES = 12
"""As many as a claim form has room for (general knowledge, unverified)."""


def issue(
    *,
    by: Actor,
    visit: Visit,
    services: Sequence[billing.Service] = (),
    diagnoses: Sequence[str] = (),
    needling: ProcedureCode | None = None,
    language: Language = "en",
    supersedes: Superbill | None = None,
    reason: str = "",
    issued_at: datetime | None = None,
) -> Superbill:
    """Confirm the codes of a visit and freeze its bill; ``supersedes`` is the bill that it replaces.

    ``needling`` is asked where the signed note confirms no code; where it does, the note's code stands, so
    that note and bill say the same. Raises ``NotAllowedNow`` before the note is signed or without a licence,
    ``Conflict`` when the visit has another bill by now, ``InvalidInput`` for codes that do not go together.
    """
    by.require(Permission.SIGN, clinic_id=visit.clinic_id)
    member = by.require_named()
    require_licence(by, on=today(visit.clinic))
    note = Note.objects.filter(clinic_id=visit.clinic_id, visit=visit).first()
    if note is None:
        raise NotAllowedNow(_("Sign the note first: a bill rests on what it says."))
    if supersedes is not None and not reason.strip():
        raise InvalidInput(
            _("Say why the bill is replaced; the reason stands on the new one."), where="reason"
        )
    proposed = procedure_code(session_state(visit), visit.clinic)
    confirmed = ProcedureCode(note.procedure_code) if note.procedure_code else needling
    code = None if confirmed in (None, ProcedureCode.NONE) else str(confirmed)
    if code is not None and proposed is None:
        raise InvalidInput(_("No muscle was needled at this visit."), where="needling")
    chosen = [diagnosis(one) for one in dict.fromkeys(one.strip().upper() for one in diagnoses)]
    if len(chosen) > MOST_DIAGNOSES:
        raise InvalidInput(_("Give at most 12 diagnoses."), where="diagnoses")
    found = billing.charges(
        billing.ChargesRequest(
            needling=code,
            services=tuple(services),
            fees=tuple(as_fee(one) for one in fees(visit.clinic).filter(in_use=True)),
            rule=billing.UnitRule(visit.clinic.unit_rule),
        )
    )
    if not found.lines:
        raise NotAllowedNow(_("There is nothing to bill: no code has a unit."))
    names = atlas.load()
    counted = proposed.counted if proposed is not None and code is not None else ()
    with transaction.atomic():
        hold(visit.clinic)  # numbers run without gaps
        last = current_bill(visit)
        if last != supersedes:
            raise Conflict(changed_meanwhile())
        now = issued_at or timezone.now()
        number = (visit.clinic.superbills.aggregate(last=Max("number"))["last"] or 0) + 1
        day = visit.started_at.astimezone(visit.clinic.zone).date()
        bill = Bill(
            number=number,
            day=day,
            seen_by=visit.therapist.signature,
            confirmed=signature_of(member, at=now),
            diagnoses=tuple(BilledDiagnosis(code=one.code, title=one.title) for one in chosen),
            icd_release=RELEASE,
            muscles=tuple(
                " + ".join(names.muscle(part).name.in_language(language) for part in row.needled)
                for row in counted
            ),
            lines=tuple(
                BillLine(
                    code=line.code,
                    units=line.units,
                    minutes=line.minutes,
                    modifiers=line.modifiers,
                    words=line.words,
                    cents=line.cents,
                )
                for line in found.lines
            ),
            unbilled=tuple(f"{one.code}: {one.minutes} min" for one in found.unbilled),
            unit_rule="ama" if visit.clinic.unit_rule == "ama" else "cms",
            timed_minutes=found.timed_minutes,
            total_cents=found.total_cents,
            currency=visit.clinic.currency,
            billing_number=visit.clinic.billing_number,
            replaces=supersedes.number if supersedes is not None else None,
            reason=reason.strip(),
        )
        return append(
            Superbill,
            by=by,
            verb="superbill.issued",
            supersedes=supersedes,
            chain=("visit",),
            visit=visit,
            number=number,
            day=day,
            content=plain(bill),
            total_cents=found.total_cents,
            currency=visit.clinic.currency,
            reason=reason.strip(),
        )


def void(*, by: Actor, superbill: Superbill, reason: str) -> SuperbillVoid:
    """Say that a bill no longer counts; the bill stays as it was, marked void.

    Raises ``NotAllowedNow`` for a bill that is void or was replaced.
    """
    by.require(Permission.SIGN, clinic_id=superbill.clinic_id)
    by.require_named()
    if not reason.strip():
        raise InvalidInput(_("Say why the bill is void; the reason stands on it."), where="reason")
    with transaction.atomic():
        hold(superbill.clinic)
        last = current_bill(superbill.visit)
        if last != superbill or hasattr(last, "void"):
            raise NotAllowedNow(_("This bill was replaced or is void already."))
        return append(
            SuperbillVoid,
            by=by,
            verb="superbill.voided",
            visit=superbill.visit,
            superbill=superbill,
            reason=reason.strip(),
        )
