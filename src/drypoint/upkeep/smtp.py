"""A mail server's connection that knows whether it has begun to hand over a message."""

import smtplib
from typing import Any

from django.core.mail.backends import smtp


class Connection(smtplib.SMTP):
    """SMTP as the standard library speaks it, with one thing more to ask."""

    has_begun_data = False
    """Whether a message may have gone out: before ``DATA`` it cannot have (RFC 5321, section 3.3)."""

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Hand over the message itself."""
        self.has_begun_data = True
        return super().data(msg)


class EmailBackend(smtp.EmailBackend):
    """Django's, over such a connection."""

    connection_class = Connection

    def may_have_sent(self) -> bool:
        """Whether what was sent last may have gone out, although something went wrong."""
        return isinstance(self.connection, Connection) and self.connection.has_begun_data
