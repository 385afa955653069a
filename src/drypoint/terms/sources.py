"""Where a statement comes from and how far it has been checked."""

from enum import StrEnum

from drypoint.terms.values import Value


class Verification(StrEnum):
    """How far a row of knowledge has been checked. Carried through to the screen."""

    VERIFIED = "verified"
    """Read in the source that is named."""
    EXPERT_KNOWLEDGE = "expert_knowledge"
    """Common teaching of the field, not checked page by page."""
    UNVERIFIED = "unverified"
    """From memory, second-hand or disputed: shown as such."""

    @property
    def is_unverified(self) -> bool:
        """Whether a screen must mark what rests on this."""
        return self is not Verification.VERIFIED

    @property
    def is_disputed(self) -> bool:
        """Whether more is wanting than a look into the source."""
        return self is Verification.UNVERIFIED


class Source(Value, frozen=True):
    """One source as a reader can find it."""

    citation: str
    """Authors, title, journal or site, as precise as we have it."""
    doi: str | None = None
    """Digital object identifier without a prefix, if one is known."""
    read: str | None = None
    """What of it was read: ``abstract``, ``full text``, ``table``, ``secondary`` ..., or unknown."""
    verification: Verification = Verification.UNVERIFIED
