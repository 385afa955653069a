"""Logs hold no patient data."""

import io
import logging

from drypoint.config.log_filter import WithoutRequest


def _logged(write) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(WithoutRequest())
    logger = logging.Logger("test")
    logger.addHandler(handler)
    write(logger)
    return stream.getvalue()


def test_log_keeps_addresses_of_pages_out() -> None:
    def write(logger: logging.Logger) -> None:
        extra = {"request": object(), "status_code": 404}
        logger.warning("Not Found: %s", "/people/ana-secret/", extra=extra)

    said = _logged(write)
    assert "secret" not in said
    assert "404" in said


def test_log_keeps_words_of_exceptions_out() -> None:
    def write(logger: logging.Logger) -> None:
        try:
            int("Ana " + "Secret".title())
        except ValueError:
            logger.exception("failed")

    said = _logged(write)
    assert "Ana Secret" not in said
    assert "ValueError" in said


def test_log_names_an_exception_whose_type_cannot_be_made_of_words() -> None:
    def write(logger: logging.Logger) -> None:
        try:
            b"\xff".decode()
        except UnicodeDecodeError:
            logger.exception("failed")

    assert "UnicodeDecodeError" in _logged(write)
