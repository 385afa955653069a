"""What the record refuses, in words for the person who asked."""

from drypoint.terms.errors import DrypointError


class RecordError(DrypointError):
    """Base of the record's refusals; nothing was written."""


class NotPermitted(RecordError):
    """The actor's role lacks a permission."""


class Conflict(RecordError):
    """Somebody else saved this meanwhile; show both and let the person decide."""


class ForeignRecord(RecordError):
    """A record of another clinic was handed in. Pages answer it as if the record did not exist."""


class NotAllowedNow(RecordError):
    """The state of the record forbids this step; the message says what is missing."""
