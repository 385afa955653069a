"""What the clinic sends by itself, and whom it tells when an answer cannot wait."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.records import ClinicRecord, Fact


class Purpose(models.TextChoices):
    """Why a message is sent. Its words never say anything of health."""

    CHECK_IN = "check_in", _("Check-in")
    ALERT = "alert", _("Alert to who is on call")
    TRIAL = "trial", _("Trial message")


class Route(models.TextChoices):
    """By which way a message goes."""

    EMAIL = "email", _("E-mail")
    TEXT = "text", _("Text message")


class MessageState(models.TextChoices):
    """What became of it, as far as this server knows."""

    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Taken by a server")
    DELIVERED = "delivered", _("Delivered")
    BOUNCED = "bounced", _("Came back: it was not delivered")
    FAILED = "failed", _("Failed")
    UNKNOWN = "unknown", _("Not known: it may have gone out")
    NOT_NEEDED = "not_needed", _("Not sent: no longer needed")
    NOT_CONFIGURED = "not_configured", _("Not sent: nothing is set up to send it")


GONE_OUT = (MessageState.SENT, MessageState.DELIVERED)
"""States of a message that a server took."""


class Message(ClinicRecord):
    """One message to one person or member of staff. ``key`` makes it once, whoever asks for it again."""

    key = models.CharField(max_length=120)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    member = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, blank=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True)
    route = models.CharField(max_length=5, choices=Route.choices, default=Route.EMAIL)
    address = models.CharField(max_length=254)
    """An e-mail address, or a number as E.164 writes it."""
    language = models.CharField(max_length=10)
    about = models.UUIDField()
    """The check-in invitation that it asks to answer, or the check-in that waits. Its link is made when it is
    sent: who reads the database alone can open none."""
    due_at = models.DateTimeField()
    state = models.CharField(max_length=14, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    """When a server took it."""
    reported_at = models.DateTimeField(null=True, blank=True)
    """When a report said what became of it after that."""
    gateway_id = models.CharField(max_length=200, blank=True)
    """By which the text gateway names it in its reports."""
    error = models.CharField(max_length=80, blank=True)
    """Kind of the last failure; never words of a server, which repeat addresses."""

    class Meta:
        default_related_name = "messages"
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=[MessageState.QUEUED, MessageState.SENDING]),
                name="message_to_send",
            ),
            models.Index(fields=["clinic", "-created_at"], name="message_clinic_newest"),
            models.Index(fields=["clinic", "about"], name="message_about"),
            models.Index(
                fields=["clinic", "gateway_id"], condition=~Q(gateway_id=""), name="message_gateway_id"
            ),
            models.Index(
                fields=["clinic", "address"], condition=Q(state=MessageState.BOUNCED), name="message_bounced"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["clinic", "key"], name="message_once"),
            models.CheckConstraint(
                condition=Q(member__isnull=True, person__isnull=False)
                | Q(member__isnull=False, person__isnull=True),
                name="message_to_one",
            ),
        ]


class OnCallList(Fact):
    """Who is told, in order, of a check-in that cannot wait. An empty list: nobody is."""

    entries = models.JSONField(default=list, blank=True)
    """``[{"member": uuid, "minutes": wait before this one is told, after the one before}]``."""

    class Meta:
        default_related_name = "on_call_lists"
        indexes = [models.Index(fields=["clinic", "-recorded_at"], name="on_call_clinic_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic"], condition=Q(supersedes__isnull=True), name="on_call_one_chain"
            ),
            models.CheckConstraint(condition=Q(recorded_by__isnull=False), name="on_call_by_named_person"),
        ]


class MessageTemplate(Fact):
    """The clinic's own words for a message; an empty body goes back to the words that Drypoint brings."""

    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    route = models.CharField(max_length=5, choices=Route.choices)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=120, blank=True)
    """Of an e-mail."""
    body = models.TextField(max_length=1500, blank=True)

    class Meta:
        default_related_name = "message_templates"
        indexes = [
            models.Index(
                fields=["clinic", "purpose", "route", "language", "-recorded_at"], name="template_newest"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "purpose", "route", "language"],
                condition=Q(supersedes__isnull=True),
                name="template_one_chain",
            ),
            models.CheckConstraint(condition=Q(recorded_by__isnull=False), name="template_by_named_person"),
        ]


class BodyKind(models.TextChoices):
    """How the body of a request to a gateway is written."""

    JSON = "json", _("JSON")
    FORM = "form", _("Form fields: name=value&name=value")


class Method(models.TextChoices):
    """Never GET: an address with a number and words in it ends in logs."""

    POST = "POST", "POST"
    PUT = "PUT", "PUT"


class TextGateway(ClinicRecord):
    """The one HTTP gateway through which a clinic sends text messages, and how to read what it says."""

    revision = models.PositiveIntegerField(default=1, editable=False)
    is_on = models.BooleanField(_("text messages go out"), default=False)
    name = models.CharField(_("name"), max_length=60)
    method = models.CharField(_("method"), max_length=4, choices=Method.choices, default=Method.POST)
    url = models.CharField(_("address"), max_length=500)
    user = models.CharField(_("account"), max_length=200, blank=True)
    sealed_secret = models.TextField(max_length=2000, blank=True, editable=False)
    """Sealed with the server's seal keys; a backup does not hold those."""
    headers = models.TextField(_("headers"), max_length=2000, blank=True)
    body_kind = models.CharField(_("kind of body"), max_length=4, choices=BodyKind.choices)
    body = models.TextField(_("body"), max_length=4000)
    success_field = models.CharField(_("field that says yes"), max_length=100, blank=True)
    success_values = models.CharField(_("what it then says"), max_length=200, blank=True)
    later_values = models.CharField(_("what means: try later"), max_length=200, blank=True)
    id_field = models.CharField(_("field with its id of the message"), max_length=100, blank=True)
    report_id_field = models.CharField(_("report: field with that id"), max_length=100, blank=True)
    report_status_field = models.CharField(_("report: field with the status"), max_length=100, blank=True)
    delivered_values = models.CharField(_("report: what means delivered"), max_length=200, blank=True)
    failed_values = models.CharField(_("report: what means not delivered"), max_length=200, blank=True)
    reply_from_field = models.CharField(_("reply: field with the number"), max_length=100, blank=True)
    reply_text_field = models.CharField(_("reply: field with the words"), max_length=100, blank=True)
    hook_round = models.PositiveSmallIntegerField(default=1, editable=False)
    """Counted up to make the reports' address anew."""

    class Meta:
        default_related_name = "text_gateways"
        constraints = [models.UniqueConstraint(fields=["clinic"], name="text_gateway_one")]
