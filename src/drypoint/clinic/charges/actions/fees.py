"""Which codes the clinic bills, with its own words, fees and modifiers."""

from drypoint.billing import check_code, check_modifiers
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import Actor
from drypoint.clinic.charges.models import CodeFee
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append


def set_fee(
    *,
    by: Actor,
    clinic: Clinic,
    code: str,
    words: str = "",
    cents: int | None = None,
    timed: bool = False,
    modifiers: tuple[str, ...] = (),
    kind: str = "",
    in_use: bool = True,
    supersedes: CodeFee | None = None,
) -> CodeFee:
    """Say how a code is billed from now on; bills that were issued keep what they said.

    Raises ``InvalidInput`` for what can be no code or modifier, ``Conflict`` when the code has a row already
    or somebody changed it meanwhile.
    """
    by.require(Permission.EDIT_CLINIC, clinic_id=clinic.pk)
    check_code(code, where="code")
    check_modifiers(modifiers, where="modifiers")
    return append(
        CodeFee,
        by=by,
        verb="code_fee.set",
        supersedes=supersedes,
        chain=("code",),
        code=code,
        words=words.strip(),
        cents=cents,
        timed=timed,
        modifiers=" ".join(modifiers),
        kind=kind,
        in_use=in_use,
    )
