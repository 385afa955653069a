"""The one error tree. A ``DrypointError`` is shown to people as it stands, without a traceback.

Every message is one or two plain sentences that say what to do next, and never repeats patient data.
"""


class DrypointError(Exception):
    """Base of the errors that we show as they are."""


class InvalidInput(DrypointError):
    """What was asked cannot be understood; nothing was written.

    ``where`` names the field as a path (``insertions[0].side``), or is empty for the whole input.
    """

    def __init__(self, message: str, *, where: str = "") -> None:
        super().__init__(f"{where}: {message}" if where else message)
        self.message = message
        self.where = where


class KnowledgeError(DrypointError):
    """A knowledge file that ships with Drypoint is broken: a missing, doubled or unmapped reference."""
