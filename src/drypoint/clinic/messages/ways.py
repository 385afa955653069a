"""How a question reaches a person."""

from contextlib import suppress
from datetime import datetime, timedelta

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.messages.models import MessageState, Route
from drypoint.clinic.messages.queries import may_text
from drypoint.clinic.people import numbers
from drypoint.clinic.people.models import Person
from drypoint.terms.errors import InvalidInput

BOUNCE_HOLDS = timedelta(days=30)
"""For so long no mail goes to an address from which one came back for good. Ours."""


class Ways:
    """Of one clinic at one time; two statements for however many people."""

    def __init__(self, clinic: Clinic, *, now: datetime) -> None:
        self._country = clinic.country
        self._texts_go = may_text(clinic)
        # Only a permanent failure (status 5.x.x, RFC 3463) says that the next mail would come back too.
        back = clinic.messages.filter(
            route=Route.EMAIL,
            state=MessageState.BOUNCED,
            error__startswith="5.",
            reported_at__gt=now - BOUNCE_HOLDS,
        )
        self._came_back = frozenset(back.values_list("address", flat=True))

    def to(self, person: Person) -> tuple[Route, str] | None:
        """By text where they agreed to it and it can go, else by e-mail; with the address.

        ``None``: they cannot be written to, so that they are to be called. A link asks for the date of birth.
        Who agreed to texts alone is written to by text even where no gateway is on: the outbox then says so.
        """
        if person.birth_date is None:
            return None
        text = self._number(person)
        if text and self._texts_go:
            return Route.TEXT, text
        if self.mails_reach(person):
            return Route.EMAIL, person.email
        return (Route.TEXT, text) if text else None

    def mails_reach(self, person: Person) -> bool:
        """Whether they agreed to e-mail and the last one did not come back for good."""
        return bool(person.may_email and person.email and not self.came_back(person))

    def came_back(self, person: Person) -> bool:
        """Whether a mail to their address came back for good of late."""
        return person.email in self._came_back

    def _number(self, person: Person) -> str:
        if person.may_text:
            with suppress(InvalidInput):
                return numbers.to_text(person.phone, country=self._country)
        return ""


def still_reaches(person: Person, route: str, address: str) -> bool:
    """Whether the person still agrees to be written to this way, at this address."""
    if route == Route.EMAIL:
        return bool(person.may_email and person.email == address)
    with suppress(InvalidInput):
        return person.may_text and numbers.to_text(person.phone, country=person.clinic.country) == address
    return False
