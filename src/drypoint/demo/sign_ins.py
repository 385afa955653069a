"""The demo's sign-ins: one per role, with passwords made once for this installation."""

import os
import secrets
from pathlib import Path

import msgspec

from drypoint.terms import InvalidInput, Value

FILE = "sign-ins.json"
"""In the data folder, for its owner's eyes only."""


class SignIn(Value, frozen=True):
    """Who signs in, and with what."""

    role: str
    """A role of ``clinic.permissions``."""
    who: str
    """In words, for the list that is printed."""
    email: str
    password: str


ROLES = (
    ("patient", "patient", "patient@demo.example"),
    ("therapist", "therapist", "therapist@demo.example"),
    ("assistant", "assistant", "assistant@demo.example"),
    ("front_desk", "front desk", "desk@demo.example"),
    ("owner", "owner", "owner@demo.example"),
    ("researcher", "researcher", "researcher@demo.example"),
    ("therapist", "therapist of a second clinic", "therapist@quay.example"),
)
"""Role, words and e-mail. ``.example`` belongs to nobody (RFC 2606)."""


def new_sign_ins() -> tuple[SignIn, ...]:
    """Fresh sign-ins with random passwords."""
    return tuple(SignIn(role=role, who=who, email=email, password=_password()) for role, who, email in ROLES)


def kept_sign_ins(folder: Path) -> tuple[SignIn, ...] | None:
    """Those of this installation; ``None`` when there are none yet.

    Raises ``InvalidInput`` for a file that cannot be read as sign-ins.
    """
    path = folder / FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[SignIn, ...])
    except FileNotFoundError:
        return None
    except msgspec.DecodeError as wrong:
        raise InvalidInput(
            "this file is damaged. Delete it and start again: new passwords are made.", where=str(path)
        ) from wrong


def keep(folder: Path, sign_ins: tuple[SignIn, ...]) -> None:
    """Keep sign-ins in the data folder, readable by its owner only."""
    content = msgspec.json.format(msgspec.json.encode(sign_ins), indent=1)
    partial = folder / f"{FILE}.partial"
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    partial.replace(folder / FILE)


def listing(sign_ins: tuple[SignIn, ...]) -> str:
    """One line each, in columns."""
    widths = [max(len(getattr(one, name)) for one in sign_ins) for name in ("who", "email")]
    return "\n".join(
        f"  {one.who:<{widths[0]}}  {one.email:<{widths[1]}}  {one.password}" for one in sign_ins
    )


def _password() -> str:
    """Twelve hexadecimal digits in groups: 48 random bits, easy to type."""
    digits = secrets.token_hex(6)
    return "-".join(digits[start : start + 4] for start in range(0, 12, 4))
