import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import drypoint.clinic.keys


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RuleSetApproval",
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
                ("version", models.CharField(max_length=60)),
                ("language", models.CharField(max_length=10)),
                ("approved", models.BooleanField()),
                ("statement", models.TextField(max_length=2000, verbose_name="statement")),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "licence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="accounts.credential",
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
                        to="rules.rulesetapproval",
                    ),
                ),
            ],
            options={
                "default_related_name": "rule_set_approvals",
                "indexes": [
                    models.Index(fields=["clinic", "version", "language"], name="approval_clinic_version")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", True)),
                        fields=("clinic", "version", "language"),
                        name="approval_one_chain",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recorded_by__isnull", False)), name="approval_by_named_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("approved", False), ("licence__isnull", False), _connector="OR"),
                        name="approval_by_licensed_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleSetting",
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
                ("rule", models.CharField(max_length=80)),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("stricter", "Stricter than the rule"),
                            ("laxer", "Laxer than the rule"),
                            ("as_shipped", "As the rule ships"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("emergency", "emergency"),
                            ("stop", "stop"),
                            ("refer", "refer"),
                            ("reasons_needed", "reasons_needed"),
                            ("modify", "modify"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField(max_length=1000, verbose_name="reason")),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "licence",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="accounts.credential"),
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
                        to="rules.rulesetting",
                    ),
                ),
            ],
            options={
                "default_related_name": "rule_settings",
                "indexes": [models.Index(fields=["clinic", "rule"], name="rule_setting_clinic_rule")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", True)),
                        fields=("clinic", "rule"),
                        name="rule_setting_one_chain",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recorded_by__isnull", False)),
                        name="rule_setting_by_named_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("direction", "as_shipped"), ("outcome", "")),
                            models.Q(
                                models.Q(("direction", "as_shipped"), _negated=True),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="rule_setting_says_outcome",
                    ),
                ],
            },
        ),
    ]
