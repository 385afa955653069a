"""What a check of the doctor says."""

import stat
from pathlib import Path

import msgspec


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What one check found."""

    check: str
    ok: bool
    says: str


def well(check: str, says: str) -> Finding:
    """Nothing to do."""
    return Finding(check=check, ok=True, says=says)


def ill(check: str, says: str) -> Finding:
    """Something to do, which it says."""
    return Finding(check=check, ok=False, says=says)


def private(check: str, path: Path) -> Finding:
    """Whether a file or folder is for its owner's eyes only."""
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return ill(check, f"other users of this machine can reach {path}; run: chmod -R go-rwx '{path}'")
    return well(check, f"{path} is private")
