"""How a clinic's text gateway is spoken to: the request for one message, and what answers and reports say."""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from drypoint.clinic.messages.models import BodyKind, TextGateway
from drypoint.config import sealing

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
"""This very machine: spoken to without encryption, where whoever runs the server allows that."""
CREDENTIALS = ("user", "secret", "basic")
"""Names in braces that headers may hold; the address may hold ``user``."""
OF_MESSAGE = ("to", "digits", "text", "id", "report")
"""Names in braces that the body may hold beside the credentials."""
MOST_ANSWER = 65_536
"""Bytes of an answer or a report that are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request, ready to be made."""

    method: str
    is_https: bool
    host: str
    port: int | None
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """What a known gateway wants, as its documentation says; the clinic fills in account and sender."""

    id: str
    name: str
    source: str
    values: dict[str, str]


@cache
def presets() -> tuple[Preset, ...]:
    """Every gateway whose settings Drypoint knows."""
    rows: list[dict[str, str]] = json.loads(
        (resources.files("drypoint.clinic.messages") / "data" / "gateways.json").read_text("utf-8")
    )
    return tuple(
        Preset(
            id=row["id"],
            name=row["name"],
            source=row["source"],
            values={name: value for name, value in row.items() if name not in {"id", "source"}},
        )
        for row in rows
    )


def opened_secret(gateway: TextGateway) -> str:
    """The secret; raises ``sealing.NotOpened`` where this server lacks the key."""
    return sealing.opened(gateway.sealed_secret)


def can_open(gateway: TextGateway) -> bool:
    """Whether this server has the key of the secret."""
    try:
        opened_secret(gateway)
    except sealing.NotOpened:
        return False
    return True


def call(gateway: TextGateway, *, number: str, text: str, message_id: str) -> Call:
    """The request that hands over one message. ``number`` as E.164."""
    secret = opened_secret(gateway)
    basic = base64.b64encode(f"{gateway.user}:{secret}".encode()).decode()
    known = {"user": gateway.user, "secret": secret, "basic": basic}
    said = known | {
        "to": number,
        "digits": number.removeprefix("+"),
        "text": text,
        "id": message_id,
        "report": f"{settings.OWN_ADDRESS}{hook_path(gateway)}?message={message_id}",
    }
    url = urlsplit(gateway.url.replace("{user}", quote(gateway.user, safe="")))
    kind = "application/json" if gateway.body_kind == BodyKind.JSON else "application/x-www-form-urlencoded"
    headers = {name: _fill(value, known) for name, value in header_lines(gateway.headers)}
    return Call(
        method=gateway.method,
        is_https=url.scheme == "https",
        host=url.hostname or "",
        port=url.port,
        path=f"{url.path or '/'}{f'?{url.query}' if url.query else ''}",
        headers={"Content-Type": f"{kind}; charset=utf-8", "Accept": "application/json", **headers},
        body=_body(gateway, said),
    )


def header_lines(text: str) -> Iterator[tuple[str, str]]:
    """Names and values of ``Name: value`` lines."""
    for line in text.splitlines():
        if line.strip():
            name, _colon, value = line.partition(":")
            yield name.strip(), value.strip()


def field_of(answer: Any, path: str) -> str:
    """What stands in an answer under ``messages.0.status``; empty where nothing does."""
    found = answer
    for part in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(part)
        elif isinstance(found, list) and part.isdigit() and int(part) < len(found):
            found = found[int(part)]
        else:
            return ""
    return str(found) if isinstance(found, str | int | float) and not isinstance(found, bool) else ""


def read(body: bytes, kind: str) -> Any:
    """An answer or a report as JSON, else as form fields; an empty mapping where it is neither."""
    text = body.decode("utf-8", errors="replace")
    if "json" in kind or text.lstrip().startswith(("{", "[")):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return {}
    return dict(parse_qsl(text))


def values(words: str) -> frozenset[str]:
    """The values that a setting lists, in small letters."""
    return frozenset(words.lower().split())


def hook_path(gateway: TextGateway) -> str:
    """The path that reports and replies come to. Its last part is the secret, made from the server's key."""
    return reverse("text_hook", args=[gateway.clinic_id, _hook_token(gateway)])


def knows_hook(gateway: TextGateway, token: str) -> bool:
    """Whether ``token`` is that secret, compared in constant time."""
    return constant_time_compare(token, _hook_token(gateway))


def check(fields: Mapping[str, Any]) -> None:
    """Raise ``ValidationError`` by field on settings that cannot work or are not safe."""
    _check_url(fields["url"])
    for name, value in header_lines(fields["headers"]):
        if not name or not value or not all(part.isalnum() for part in name.split("-")):
            raise ValidationError({"headers": _("Write one “Name: value” a line.")})
        _refuse_unknown("headers", value, CREDENTIALS)
    if "{to}" not in fields["body"] and "{digits}" not in fields["body"]:
        raise ValidationError({"body": _("The body must hold {to}, or {digits} for a number without “+”.")})
    if "{text}" not in fields["body"]:
        raise ValidationError({"body": _("The body must hold {text}.")})
    if fields["body_kind"] == BodyKind.JSON:
        try:
            json.loads(fields["body"])
        except ValueError:
            raise ValidationError({"body": _("This is not JSON. Put names in braces into quotes.")}) from None
    else:
        _refuse_unknown("body", fields["body"], (*CREDENTIALS, *OF_MESSAGE))
    if bool(fields["report_id_field"]) != bool(fields["report_status_field"]):
        raise ValidationError({"report_status_field": _("Give both fields of a report, or neither.")})
    if bool(fields["success_field"]) != bool(fields["success_values"].strip()):
        raise ValidationError(
            {"success_values": _("Give the field that says yes and what it says, or neither.")}
        )


def is_here(host: str) -> bool:
    """Whether the gateway stands on this very machine and may."""
    return bool(settings.LOCAL_GATEWAY) and host in LOOPBACK


def _check_url(address: str) -> None:
    try:
        url = urlsplit(address)
        _port = url.port
    except ValueError:
        raise ValidationError({"url": _("This is not an address.")}) from None
    if not url.hostname or not (url.scheme == "https" or (url.scheme == "http" and is_here(url.hostname))):
        raise ValidationError({"url": _("Write an address that begins with https://.")})
    if url.username or url.password or url.fragment:
        raise ValidationError({"url": _("Account and secret have fields of their own.")})
    _refuse_unknown("url", address, ("user",))


def _refuse_unknown(field: str, text: str, known: tuple[str, ...]) -> None:
    left = text
    for name in known:
        left = left.replace(f"{{{name}}}", "")
    if "{" in left or "}" in left:
        names = " ".join(f"{{{name}}}" for name in known)
        raise ValidationError({field: _("What may stand in braces here: %(names)s.") % {"names": names}})


def _body(gateway: TextGateway, said: Mapping[str, str]) -> bytes:
    if gateway.body_kind == BodyKind.JSON:
        return json.dumps(_filled(json.loads(gateway.body), said), ensure_ascii=False).encode()
    # Not parsed as a form: there a plus sign would be read as a space.
    pairs = [part.partition("=") for part in gateway.body.split("&")]
    return urlencode([(name.strip(), _fill(value, said)) for name, _sign, value in pairs]).encode()


def _filled(node: Any, said: Mapping[str, str]) -> Any:
    if isinstance(node, dict):
        return {name: _filled(value, said) for name, value in node.items()}
    if isinstance(node, list):
        return [_filled(value, said) for value in node]
    return _fill(node, said) if isinstance(node, str) else node


def _fill(text: str, said: Mapping[str, str]) -> str:
    """Each name once, from the left: what was filled in is not read again."""
    parts, rest = [], text
    while (begins := rest.find("{")) >= 0 and (ends := rest.find("}", begins)) >= 0:
        name = rest[begins + 1 : ends]
        parts += [rest[:begins], said.get(name, rest[begins : ends + 1])]
        rest = rest[ends + 1 :]
    return "".join([*parts, rest])


def _hook_token(gateway: TextGateway) -> str:
    about = f"{gateway.pk.hex}:{gateway.hook_round}"
    return salted_hmac("drypoint.text_hook", about, algorithm="sha256").hexdigest()[:40]
