"""Reading mails that came back: delivery status notifications (RFC 3464) that name a message of ours."""

import mailbox
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.message import Message as Mail
from pathlib import Path
from uuid import UUID

from drypoint.clinic.messages.actions import reports
from drypoint.clinic.messages.models import Message, Route
from drypoint.upkeep.mails import key_in

MOST_BYTES = 10_000_000
"""A longer mail is no notification."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notification says of one of our messages."""

    key: UUID
    recipient: str
    action: str
    """``failed``, ``delayed``, ``delivered``, ``relayed`` or ``expanded``, in small letters."""
    status: str
    """Such as ``5.1.1`` (RFC 3463)."""


@dataclass(slots=True)
class Count:
    """What a run came to."""

    mails: int = 0
    came_back: int = 0
    delivered: int = 0
    delayed: int = 0
    not_ours: int = 0
    """Mails that are no notification, or of no message here."""


def take_in(raw: bytes, *, at: datetime, count: Count) -> None:
    """Note what one mail says of our messages; anything else in it is left alone."""
    count.mails += 1
    known = 0
    for notice in notices(raw):
        message = Message.objects.filter(pk=notice.key, route=Route.EMAIL).first()
        if message is None or (notice.recipient and notice.recipient != message.address.lower()):
            continue
        known += 1
        if notice.action == "failed":
            count.came_back += reports.came_back(message, by="bounces", at=at, kind=notice.status or "failed")
        elif notice.action == "delivered":
            count.delivered += reports.delivered(message, by="bounces", at=at)
        else:
            count.delayed += notice.action == "delayed"
    count.not_ours += not known


def notices(raw: bytes) -> list[Notice]:
    """What a mail says of messages of ours; nothing where it is no notification. Never raises on junk."""
    if len(raw) > MOST_BYTES:
        return []
    mail = message_from_bytes(raw, policy=policy.compat32)
    if mail.get_content_type() != "multipart/report":
        return []
    key = next((found for part in mail.walk() if (found := _key_of(part))), None)
    if key is None:
        return []
    groups = [
        group
        for part in mail.walk()
        if part.get_content_type() == "message/delivery-status"
        for group in _groups(part)
    ]
    return [
        Notice(key=key, recipient=_recipient(group), action=action, status=_status(group))
        for group in groups
        if (action := str(group.get("Action", "")).strip().lower())
    ]


def mails_in(path: Path) -> Iterator[bytes]:
    """Each mail of a file: one mail, or an mbox of several; or of a maildir, whose new ones are then seen."""
    if path.is_dir():
        box = mailbox.Maildir(path, create=False)
        for key in list(box.keys()):
            kept = box[key]
            if kept.get_subdir() == "new":
                yield kept.as_bytes()
                kept.set_subdir("cur")
                kept.add_flag("S")
                box[key] = kept
        return
    with path.open("rb") as file:
        is_mbox = file.read(5) == b"From "
    if is_mbox:
        with closing(mailbox.mbox(path, create=False)) as mbox:
            for one in mbox:
                yield one.as_bytes()
    else:
        yield path.read_bytes()


def _key_of(part: Mail) -> UUID | None:
    """Of the message that came back, from its own headers: whole, or the headers alone."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return key_in(str(first.get("Message-ID", ""))) if isinstance(first, Mail) else None
    if part.get_content_type() == "text/rfc822-headers":
        payload = part.get_payload(decode=True)
        headers = message_from_bytes(payload) if isinstance(payload, bytes) else EmailMessage()
        return key_in(str(headers.get("Message-ID", "")))
    return None


def _groups(part: Mail) -> list[Mail]:
    """The fields of each recipient; those of the whole message come first and name no recipient."""
    groups = part.get_payload()
    return [one for one in groups if isinstance(one, Mail)] if isinstance(groups, list) else []


def _recipient(group: Mail) -> str:
    """``rfc822; ana@home.test`` without its kind; the address that we wrote, where it is said."""
    written = str(group.get("Original-Recipient") or group.get("Final-Recipient") or "")
    return written.rpartition(";")[2].strip().strip("<>").lower()


def _status(group: Mail) -> str:
    """Three numbers, nothing else."""
    parts = str(group.get("Status", "")).split("(")[0].strip().split(".")
    return (
        ".".join(parts) if len(parts) == 3 and all(one.isascii() and one.isdigit() for one in parts) else ""
    )
