"""Words for people, in the languages Drypoint ships."""

from drypoint.terms.values import Value


class Text(Value, frozen=True):
    """One sentence or label in English and, where it has been written, Spanish."""

    en: str
    es: str | None = None

    def in_language(self, language: str) -> str:
        """The text in ``language`` (``es``, ``es-MX`` ...), else in English, which is always there."""
        if language.split("-")[0].lower() == "es" and self.es is not None:
            return self.es
        return self.en
