"""Where sign-in mails go: an SMTP server by address, or files in the data folder."""

from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from drypoint.config.environment import Environment
from drypoint.terms.errors import InvalidInput


class MailServer(NamedTuple):
    """An SMTP server."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False


def from_environment(environment: Environment) -> tuple[str, MailServer]:
    """Django's mail backend and its server; raises ``InvalidInput`` on an address that is not SMTP's."""
    if not environment.mail_url:
        return "django.core.mail.backends.filebased.EmailBackend", MailServer()
    parts = urlsplit(environment.mail_url)
    if parts.scheme not in {"smtp", "smtp+starttls"} or not parts.hostname:
        raise InvalidInput("write it as smtp+starttls://user:password@host:587", where="DRYPOINT_MAIL_URL")
    return "drypoint.upkeep.smtp.EmailBackend", MailServer(
        host=parts.hostname,
        port=parts.port or (587 if parts.scheme == "smtp+starttls" else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+starttls",
    )
