"""Where the atlas is opened: inside a clinic by its staff, or at its public address. Links stay there."""

from dataclasses import dataclass

from django.urls import reverse

from drypoint.terms import Side


@dataclass(frozen=True, slots=True)
class Place:
    """Addresses of the atlas. The public ones carry the clinic and the language."""

    public: tuple[str, str] | None = None
    """Clinic and language of a public atlas; None for staff."""

    @property
    def muscles(self) -> str:
        """The list of muscles, with the search."""
        return self._to("muscles")

    @property
    def search(self) -> str:
        """What a search found, for the page of muscles to fill in while one types."""
        return self._to("muscle_search")

    @property
    def zones(self) -> str:
        """The body to tap on."""
        return self._to("zones")

    def muscle(self, muscle: str, trp: int | None = None) -> str:
        """A muscle's page, at one of its trigger points."""
        return self._to("muscle", muscle) + ("" if trp is None else f"#trp-{trp}")

    def zone(self, code: str, side: str = Side.RIGHT) -> str:
        """A zone's page; it shows the right side unless asked for the left."""
        return self._to("zone", code) + ("?side=left" if side == Side.LEFT else "")

    def _to(self, name: str, *more: str) -> str:
        if self.public is None:
            return reverse(name, args=more)
        return reverse(f"public_{name}", args=[*self.public, *more])


STAFF = Place()
