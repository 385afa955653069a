"""Mails that came back, read from what mail servers really write (RFC 3464)."""

import io
import mailbox
from datetime import timedelta
from email import message_from_string
from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from tests.clinic.messages.writing import NOON, queued
from tests.clinic.visits.care import Care

from drypoint.cli import main as cli
from drypoint.clinic.messages.actions import outbox
from drypoint.clinic.messages.models import Message, MessageState
from drypoint.upkeep import bounces, mails

STATUS = """Reporting-MTA: dns; mx.home.test
Arrival-Date: Tue, 2 Mar 2027 12:00:00 +0000

{recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <ana@home.test> Ana Ruiz is unknown here
"""


@pytest.fixture
def sent(db: None, settings: Any) -> Message:
    settings.MAIL_IS_SET, settings.OWN_ADDRESS = True, "https://clinic.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "Harbour <clinic@clinic.example>"
    message = queued(Care())
    outbox.send_due(now=NOON, send=mails.send)
    return message


def notice(
    message_id: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    recipient: str = "Final-Recipient: rfc822; ana@home.test",
    headers_alone: bool = False,
) -> bytes:
    """As Postfix writes it; ``headers_alone`` as Exim and others may."""
    report = MIMEMultipart("report", **{"report-type": "delivery-status"})
    report["From"], report["Subject"] = "MAILER-DAEMON@mx.home.test", "Undelivered Mail"
    report.attach(MIMEText("It was not delivered."))
    said = STATUS.format(action=action, status=status, recipient=recipient)
    report.attach(message_from_string(f"Content-Type: message/delivery-status\n\n{said}"))
    original = EmailMessage()
    original["Message-ID"], original["To"] = message_id, "ana@home.test"
    original.set_content("words")
    if headers_alone:
        part = MIMEText(f"Message-ID: {message_id}\nTo: ana@home.test\n", "rfc822-headers")
        report.attach(part)
    else:
        report.attach(MIMEMessage(original))
    return report.as_bytes()


def took(raw: bytes) -> bounces.Count:
    count = bounces.Count()
    bounces.take_in(raw, at=NOON + timedelta(hours=1), count=count)
    return count


def test_mail_carries_the_name_that_a_bounce_repeats_and_a_way_to_stop(sent: Message) -> None:
    (out,) = mail.outbox
    headers = out.message()
    assert headers["Message-ID"] == f"<drypoint.{sent.pk}@clinic.example>"
    assert headers["List-Unsubscribe"].startswith("<https://clinic.example/n/")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("headers_alone", [True, False])
def test_bounce_is_shown_on_the_message_by_its_code_alone(sent: Message, headers_alone: bool) -> None:
    assert took(notice(mails.message_id(sent), headers_alone=headers_alone)).came_back == 1
    assert took(notice(mails.message_id(sent))).came_back == 0, "once"
    sent.refresh_from_db()
    assert (sent.state, sent.error) == (MessageState.BOUNCED, "5.1.1")


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({"action": "delivered", "status": "2.0.0"}, MessageState.DELIVERED),
        ({"action": "Delayed", "status": "4.4.1"}, MessageState.SENT),
        ({"action": "relayed", "status": "2.0.0"}, MessageState.SENT),
        ({"action": "", "status": ""}, MessageState.SENT),
        ({"recipient": "Final-Recipient: rfc822; someone@else.test"}, MessageState.SENT),
        (
            {
                "recipient": "Original-Recipient: rfc822;<Ana@Home.test>\n"
                "Final-Recipient: rfc822; forwarded@else.test"
            },
            MessageState.BOUNCED,
        ),
    ],
)
def test_notice_says_what_it_says_and_no_more(sent: Message, changed: dict[str, str], state: str) -> None:
    took(notice(mails.message_id(sent), **changed))
    sent.refresh_from_db()
    assert sent.state == state


def test_status_that_is_none_is_not_kept(sent: Message) -> None:
    took(notice(mails.message_id(sent), status="5.1.1 (Ana Ruiz unknown)"))
    sent.refresh_from_db()
    assert sent.error == "5.1.1"
    type(sent).objects.update(state=MessageState.SENT)
    took(notice(mails.message_id(sent), status="Ana Ruiz"))
    sent.refresh_from_db()
    assert (sent.state, sent.error) == (MessageState.BOUNCED, "failed")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe junk \x00",
        b"Subject: I am on holiday\n\nBack soon.",
        b"Content-Type: multipart/report; boundary=x\n\n--x\n",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/rfc822\n\n\n--x--\n",
        notice("<drypoint.not-an-id@clinic.example>"),
        notice("<someone.elses@clinic.example>"),
        notice("<drypoint.01890000-0000-7000-8000-000000000000@clinic.example>"),
        b"x" * (bounces.MOST_BYTES + 1),
    ],
)
def test_other_mails_and_junk_change_nothing(sent: Message, raw: bytes) -> None:
    count = took(raw)
    assert (count.mails, count.not_ours) == (1, 1)
    sent.refresh_from_db()
    assert sent.state == MessageState.SENT


def test_command_reads_a_mail_an_mbox_a_maildir_and_a_pipe(
    sent: Message, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = notice(mails.message_id(sent))
    single = tmp_path / "one.eml"
    single.write_bytes(raw)
    mbox = mailbox.mbox(tmp_path / "box", create=True)
    mbox.add(b"Subject: hello\n\nNothing.")
    mbox.add(raw)
    mbox.close()
    maildir = mailbox.Maildir(tmp_path / "maildir", create=True)
    maildir.add(raw)
    again = lambda: Message.objects.update(state=MessageState.SENT)  # noqa: E731
    for path, read in ((single, 1), (tmp_path / "box", 2), (tmp_path / "maildir", 1)):
        assert cli.main(["bounces", str(path)]) == 0
        assert f"{read} read: 1 came back" in capsys.readouterr().out
        again()
    assert cli.main(["bounces", str(tmp_path / "maildir")]) == 0
    assert "0 read" in capsys.readouterr().out, "what was seen is not read again"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    assert cli.main(["bounces", "-"]) == 0
    assert "1 came back" in capsys.readouterr().out
    assert cli.main(["bounces", str(tmp_path / "nothing")]) == 2
