"""What can go wrong while a document is typeset."""

from drypoint.terms import DrypointError


class TypesettingFailed(DrypointError):
    """The typesetter refused the document or warned about it; no document was made.

    ``diagnostics`` holds the typesetter's own sentences. They may quote the document, so they are kept out of
    the message that people and logs see.
    """

    def __init__(self, diagnostics: tuple[str, ...]) -> None:
        super().__init__(
            "The document could not be made. Nothing was changed; try again, and report it if it stays."
        )
        self.diagnostics = diagnostics
