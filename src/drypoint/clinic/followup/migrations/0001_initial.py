import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import drypoint.clinic.keys


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("visits", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckInInvitation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("token_sha256", models.CharField(max_length=64, unique=True)),
                ("due_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("qr_code", "Code on the screen"),
                            ("printed", "Printed on the after-care sheet"),
                            ("email", "E-mail"),
                        ],
                        max_length=10,
                    ),
                ),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("wrong_dates", models.PositiveSmallIntegerField(default=0)),
                ("locked_until", models.DateTimeField(blank=True, null=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                ("visit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="visits.visit")),
            ],
            options={
                "default_related_name": "check_in_invitations",
                "indexes": [
                    models.Index(fields=["clinic", "visit"], name="check_in_invitation_visit"),
                    models.Index(fields=["clinic", "due_at"], name="check_in_invitation_due"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("due_at"))),
                        name="check_in_invitation_expires_after_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckIn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("recorded_as", models.CharField(max_length=10)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("redacted_at", models.DateTimeField(blank=True, null=True)),
                ("redaction_reason", models.CharField(blank=True, max_length=300)),
                ("answers", models.JSONField()),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("emergency", "Emergency"),
                            ("same_day", "Same day"),
                            ("call_clinic", "Call the clinic"),
                            ("expected", "Expected after needling"),
                            ("nothing_reported", "Nothing reported"),
                        ],
                        max_length=16,
                    ),
                ),
                ("answered_at", models.DateTimeField()),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("acknowledged_words", models.CharField(blank=True, max_length=500)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="followup.checkin",
                    ),
                ),
                (
                    "triage",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="visits.engineresult"),
                ),
                ("visit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="visits.visit")),
                (
                    "invitation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="followup.checkininvitation",
                    ),
                ),
            ],
            options={
                "default_related_name": "check_ins",
                "indexes": [
                    models.Index(fields=["clinic", "visit"], name="check_in_clinic_visit"),
                    models.Index(
                        condition=models.Q(("acknowledged_at__isnull", True)),
                        fields=["clinic", "-answered_at"],
                        name="check_in_clinic_waiting",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("acknowledged_at__isnull", True), ("acknowledged_by__isnull", True)),
                            models.Q(("acknowledged_at__isnull", False), ("acknowledged_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="check_in_acknowledged_by_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("recorded_as", models.CharField(max_length=10)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("redacted_at", models.DateTimeField(blank=True, null=True)),
                ("redaction_reason", models.CharField(blank=True, max_length=300)),
                (
                    "suggested",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("continue", "Continue as planned"),
                            ("change", "Change the plan"),
                            ("space_out", "Space the visits out"),
                            ("stop", "Stop needling"),
                            ("refer", "Refer"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "chosen",
                    models.CharField(
                        choices=[
                            ("continue", "Continue as planned"),
                            ("change", "Change the plan"),
                            ("space_out", "Space the visits out"),
                            ("stop", "Stop needling"),
                            ("refer", "Refer"),
                        ],
                        max_length=10,
                    ),
                ),
                ("agrees", models.BooleanField(blank=True, null=True)),
                ("reason", models.TextField(blank=True, max_length=2000)),
                ("next_visit_on", models.DateField(blank=True, null=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "engine_result",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="visits.engineresult",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="followup.decision",
                    ),
                ),
                ("visit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="visits.visit")),
            ],
            options={
                "default_related_name": "decisions",
                "indexes": [models.Index(fields=["clinic", "visit"], name="decision_clinic_visit")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", True)),
                        fields=("clinic", "visit"),
                        name="decision_one_chain_per_visit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agrees__isnull", True), ("suggested", "")),
                            models.Q(("agrees", True), ("suggested", models.F("chosen"))),
                            models.Q(
                                models.Q(("suggested", ""), _negated=True),
                                models.Q(("suggested", models.F("chosen")), _negated=True),
                                ("agrees", False),
                            ),
                            _connector="OR",
                        ),
                        name="decision_agrees_means_same",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agrees__isnull", True),
                            ("agrees", True),
                            models.Q(("reason", ""), _negated=True),
                            ("redacted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="decision_against_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("recorded_as", models.CharField(max_length=10)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("redacted_at", models.DateTimeField(blank=True, null=True)),
                ("redaction_reason", models.CharField(blank=True, max_length=300)),
                ("content", models.JSONField()),
                ("text", models.TextField()),
                ("language", models.CharField(max_length=10)),
                ("signed_at", models.DateTimeField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "procedure_code",
                    models.CharField(
                        blank=True,
                        choices=[("20560", "20560"), ("20561", "20561"), ("none", "No procedure code")],
                        max_length=5,
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="followup.note",
                    ),
                ),
                (
                    "visit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="note", to="visits.visit"
                    ),
                ),
            ],
            options={
                "default_related_name": "notes",
                "indexes": [models.Index(fields=["clinic", "-signed_at"], name="note_clinic_signed")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("supersedes__isnull", True)), name="note_signed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NoteAddendum",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("recorded_as", models.CharField(max_length=10)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("redacted_at", models.DateTimeField(blank=True, null=True)),
                ("redaction_reason", models.CharField(blank=True, max_length=300)),
                ("text", models.TextField(max_length=10000)),
                ("signed_at", models.DateTimeField()),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                ("note", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="followup.note")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="followup.noteaddendum",
                    ),
                ),
                ("visit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="visits.visit")),
            ],
            options={
                "default_related_name": "addenda",
                "indexes": [models.Index(fields=["clinic", "visit"], name="note_addendum_clinic_visit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("supersedes__isnull", True)), name="note_addendum_signed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AfterCare",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("recorded_as", models.CharField(max_length=10)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("redacted_at", models.DateTimeField(blank=True, null=True)),
                ("redaction_reason", models.CharField(blank=True, max_length=300)),
                ("regions", models.JSONField(blank=True, default=tuple)),
                ("under", models.JSONField(blank=True, default=tuple)),
                ("content", models.JSONField()),
                ("language", models.CharField(max_length=10)),
                ("given_to", models.CharField(max_length=200)),
                ("given_at", models.DateTimeField()),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="followup.aftercare",
                    ),
                ),
                ("visit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="visits.visit")),
            ],
            options={
                "default_related_name": "after_care_sheets",
                "indexes": [models.Index(fields=["clinic", "visit"], name="after_care_clinic_visit")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", True)),
                        fields=("clinic", "visit"),
                        name="after_care_one_chain_per_visit",
                    )
                ],
            },
        ),
    ]
