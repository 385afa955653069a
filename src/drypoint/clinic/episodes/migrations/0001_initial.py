import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import drypoint.clinic.keys


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Episode",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("complaint", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=200)),
                ("opened_on", models.DateField()),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "closing_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("goals_met", "Goals met"),
                            ("no_further_gain", "No further gain expected"),
                            ("patient_choice", "The patient chose to stop"),
                            ("referred", "Referred to somebody else"),
                            ("lost_contact", "Contact lost"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("closing_words", models.CharField(blank=True, max_length=500)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.person"),
                ),
                (
                    "therapist",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="accounts.membership"),
                ),
            ],
            options={
                "default_related_name": "episodes",
                "indexes": [
                    models.Index(fields=["clinic", "person", "-opened_on"], name="episode_clinic_person"),
                    models.Index(fields=["clinic", "closed_on", "-opened_on"], name="episode_clinic_ongoing"),
                    models.Index(
                        fields=["clinic", "therapist", "closed_on"], name="episode_clinic_therapist"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on__isnull", True), ("closing_reason", "")),
                            models.Q(
                                ("closed_on__isnull", False), models.Q(("closing_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="episode_closed_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on__isnull", True),
                            ("closed_on__gte", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="episode_closed_after_opening",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clearance",
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
                ("asked_whom", models.CharField(max_length=200)),
                ("finding_ids", models.JSONField(default=tuple)),
                ("question", models.TextField(max_length=2000)),
                ("asked_at", models.DateTimeField()),
                ("agreed_to_share_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting for an answer"),
                            ("yes", "Needling may go ahead"),
                            ("with_conditions", "Needling may go ahead with conditions"),
                            ("no", "No needling"),
                        ],
                        default="pending",
                        max_length=16,
                    ),
                ),
                ("conditions", models.TextField(blank=True, max_length=2000)),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
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
                        to="episodes.clearance",
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="episodes.episode"),
                ),
            ],
            options={
                "default_related_name": "clearances",
                "indexes": [models.Index(fields=["clinic", "episode"], name="clearance_clinic_episode")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "pending"), ("answered_at__isnull", True)),
                            models.Q(
                                models.Q(("answer", "pending"), _negated=True), ("answered_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="clearance_answered_at_with_answer",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Goal",
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
                ("words", models.CharField(max_length=500)),
                ("measure", models.CharField(blank=True, max_length=100)),
                ("target_value", models.FloatField(blank=True, null=True)),
                ("unit", models.CharField(blank=True, max_length=20)),
                ("by_on", models.DateField(blank=True, null=True)),
                ("met_on", models.DateField(blank=True, null=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="episodes.episode"),
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
                        to="episodes.goal",
                    ),
                ),
            ],
            options={
                "default_related_name": "goals",
                "indexes": [models.Index(fields=["clinic", "episode"], name="goal_clinic_episode")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("measure", ""), ("target_value__isnull", True), ("unit", "")),
                            models.Q(
                                ("target_value__isnull", False),
                                models.Q(("measure", ""), _negated=True),
                                models.Q(("unit", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="goal_target_has_measure_and_unit",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="History",
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
                ("onset_on", models.DateField(blank=True, null=True)),
                ("onset", models.TextField(blank=True, max_length=2000)),
                ("mechanism", models.TextField(blank=True, max_length=2000)),
                ("occupation", models.CharField(blank=True, max_length=300)),
                ("sport_and_load", models.TextField(blank=True, max_length=2000)),
                ("stress", models.TextField(blank=True, max_length=2000)),
                ("sleep", models.TextField(blank=True, max_length=2000)),
                ("previous_treatments", models.JSONField(blank=True, default=tuple)),
                ("pain_behaviour", models.TextField(blank=True, max_length=2000)),
                ("goals_own_words", models.TextField(blank=True, max_length=2000)),
                ("medicines", models.JSONField(blank=True, default=tuple)),
                ("red_flag_words", models.TextField(blank=True, max_length=2000)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="episodes.episode"),
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
                        to="episodes.history",
                    ),
                ),
            ],
            options={
                "default_related_name": "histories",
                "indexes": [models.Index(fields=["clinic", "episode"], name="history_clinic_episode")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", True)),
                        fields=("clinic", "episode"),
                        name="history_one_chain_per_episode",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanOfCare",
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
                ("indication", models.TextField(max_length=2000)),
                ("tried_before", models.JSONField(blank=True, default=tuple)),
                ("needling", models.BooleanField()),
                ("needling_reason", models.TextField(max_length=2000)),
                ("planned_visits", models.PositiveSmallIntegerField()),
                ("interval_days", models.PositiveSmallIntegerField()),
                ("other_treatments", models.JSONField(blank=True, default=tuple)),
                ("review_on", models.DateField(blank=True, null=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="episodes.episode"),
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
                        to="episodes.planofcare",
                    ),
                ),
            ],
            options={
                "default_related_name": "plans_of_care",
                "indexes": [models.Index(fields=["clinic", "episode"], name="plan_of_care_clinic_episode")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", True)),
                        fields=("clinic", "episode"),
                        name="plan_of_care_one_chain",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("interval_days__gte", 1), ("planned_visits__gte", 1)),
                        name="plan_of_care_has_visits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TriggerPoint",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("muscle", models.CharField(max_length=60)),
                (
                    "side",
                    models.CharField(
                        choices=[("left", "left"), ("right", "right"), ("midline", "midline")], max_length=7
                    ),
                ),
                ("site", models.PositiveSmallIntegerField(default=1)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="episodes.episode"),
                ),
            ],
            options={
                "default_related_name": "trigger_points",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("clinic", "episode", "muscle", "side", "site"),
                        name="trigger_point_once_per_episode",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("site__gte", 1)), name="trigger_point_site_from_one"
                    ),
                ],
            },
        ),
    ]
