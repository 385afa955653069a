"""Keeps patient data out of logs."""

import logging


class Withheld(Exception):
    """Stands in a log for an exception whose words might hold patient data; names only its type."""


class WithoutRequest(logging.Filter):
    """Drops the request, its address and its values from a log record; the exception's type stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record through, reduced."""
        if hasattr(record, "request"):
            record.msg, record.args = "a request failed (%s)", (getattr(record, "status_code", "?"),)
            del record.request
        if record.exc_info and record.exc_info[0] is not None:
            kind, _error, place = record.exc_info
            record.exc_info = (Withheld, Withheld(f"{kind.__module__}.{kind.__qualname__}"), place)
            record.exc_text = None
        return True
