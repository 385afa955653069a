import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import drypoint.clinic.keys


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("diary", "0001_initial"),
        ("episodes", "0001_initial"),
        ("stock", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="EngineResult",
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
                    "engine",
                    models.CharField(
                        choices=[
                            ("rank", "Ranking"),
                            ("screen", "Screening"),
                            ("review", "Review"),
                            ("session", "Session"),
                            ("triage", "Triage"),
                            ("code", "Procedure code"),
                            ("change", "Change"),
                            ("decide", "Decision"),
                        ],
                        max_length=10,
                    ),
                ),
                ("request", models.JSONField(blank=True)),
                ("result", models.JSONField(blank=True)),
                ("thresholds", models.JSONField(blank=True, default=dict)),
                ("versions", models.JSONField(blank=True, default=dict)),
                ("sha256", models.CharField(blank=True, max_length=64)),
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
                        to="visits.engineresult",
                    ),
                ),
            ],
            options={
                "default_related_name": "engine_results",
            },
        ),
        migrations.CreateModel(
            name="NeedlingPlan",
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
                ("insertions", models.JSONField()),
                ("indication", models.TextField(max_length=2000)),
                ("reasons", models.JSONField(blank=True, default=dict)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
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
                    "review",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="visits.engineresult"),
                ),
                (
                    "signed_by",
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
                        to="visits.needlingplan",
                    ),
                ),
            ],
            options={
                "default_related_name": "needling_plans",
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("started_at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("first", "First visit"), ("later", "Later visit")], max_length=5
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("signed", "Signed")], default="open", max_length=6
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "appointment",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visit",
                        to="diary.appointment",
                    ),
                ),
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
                    "therapist",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="accounts.membership"),
                ),
            ],
            options={
                "default_related_name": "visits",
                "indexes": [
                    models.Index(fields=["clinic", "episode", "started_at"], name="visit_clinic_episode"),
                    models.Index(fields=["clinic", "status", "-started_at"], name="visit_clinic_status"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "first")),
                        fields=("clinic", "episode"),
                        name="visit_one_first",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SessionEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("at", models.DateTimeField()),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("device", models.CharField(max_length=64)),
                ("type", models.CharField(max_length=20)),
                ("payload", models.JSONField()),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="stock.needlelot",
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
                ("visit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="visits.visit")),
            ],
            options={
                "default_related_name": "session_events",
                "indexes": [
                    models.Index(fields=["clinic", "visit", "at"], name="session_event_clinic_visit")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("lot__isnull", True), ("type", "needle_opened"), _connector="OR"),
                        name="session_event_lot_on_opening",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Screening",
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
                ("person_request", models.JSONField()),
                (
                    "answered_by",
                    models.CharField(
                        choices=[
                            ("patient", "The patient"),
                            ("therapist", "The therapist, with the patient"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "engine_result",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="visits.engineresult"),
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
                        to="visits.screening",
                    ),
                ),
                ("visit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="visits.visit")),
            ],
            options={
                "default_related_name": "screenings",
                "indexes": [models.Index(fields=["clinic", "visit"], name="screening_clinic_visit")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", True)),
                        fields=("clinic", "visit"),
                        name="screening_one_chain_per_visit",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PalpationFinding",
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
                ("taut_band", models.BooleanField(blank=True, null=True)),
                ("spot_tenderness", models.BooleanField(blank=True, null=True)),
                ("recognised_pain", models.BooleanField(blank=True, null=True)),
                ("local_twitch_response", models.BooleanField(blank=True, null=True)),
                ("referred_pain", models.BooleanField(blank=True, null=True)),
                ("ppt_kpa", models.FloatField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("latent", "Latent"),
                            ("resolved", "Resolved"),
                            ("none", "None found"),
                        ],
                        max_length=8,
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
                        to="visits.palpationfinding",
                    ),
                ),
                (
                    "trigger_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="episodes.triggerpoint"
                    ),
                ),
                ("visit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="visits.visit")),
            ],
            options={
                "default_related_name": "palpation_findings",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", True)),
                        fields=("clinic", "visit", "trigger_point"),
                        name="palpation_one_chain_per_visit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ppt_kpa__isnull", True), ("ppt_kpa__gt", 0), _connector="OR"),
                        name="palpation_ppt_kpa_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PainDrawing",
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
                ("chart_version", models.CharField(max_length=20)),
                ("figure", models.CharField(max_length=20)),
                ("marks", models.JSONField(blank=True, default=list)),
                ("zones", models.JSONField(blank=True, default=tuple)),
                ("words", models.CharField(blank=True, max_length=1000)),
                (
                    "drawn_by",
                    models.CharField(
                        choices=[
                            ("patient", "The patient"),
                            ("therapist", "The therapist, as the patient showed"),
                        ],
                        max_length=9,
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
                        to="visits.paindrawing",
                    ),
                ),
                ("visit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="visits.visit")),
            ],
            options={
                "default_related_name": "pain_drawings",
                "indexes": [models.Index(fields=["clinic", "visit"], name="pain_drawing_clinic_visit")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", True)),
                        fields=("clinic", "visit"),
                        name="pain_drawing_one_chain_per_visit",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OtherTreatment",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("exercise", "Exercise"),
                            ("manual_therapy", "Manual therapy"),
                            ("soft_tissue", "Soft tissue work"),
                            ("neuromuscular", "Neuromuscular re-education"),
                            ("education", "Advice and education"),
                            ("heat_cold", "Heat or cold"),
                            ("electrical", "Electrical stimulation on the skin"),
                            ("taping", "Taping"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("words", models.CharField(blank=True, max_length=500)),
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
                        to="visits.othertreatment",
                    ),
                ),
                ("visit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="visits.visit")),
            ],
            options={
                "default_related_name": "other_treatments",
                "indexes": [models.Index(fields=["clinic", "visit"], name="other_treatment_clinic_visit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minutes__isnull", True),
                            models.Q(("minutes__gte", 1), ("minutes__lte", 480)),
                            _connector="OR",
                        ),
                        name="other_treatment_minutes",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NeedlingSession",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("started_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("paused", "Paused"),
                            ("closed", "Closed"),
                            ("incident", "Closed as an incident"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("skin_preparation", models.CharField(blank=True, max_length=200)),
                ("stimulation", models.CharField(blank=True, max_length=300)),
                ("tolerance", models.CharField(blank=True, max_length=500)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="visits.needlingplan"),
                ),
                (
                    "therapist",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="accounts.membership"),
                ),
                (
                    "visit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needling_session",
                        to="visits.visit",
                    ),
                ),
            ],
            options={
                "default_related_name": "needling_sessions",
                "indexes": [
                    models.Index(fields=["clinic", "status", "-started_at"], name="session_clinic_status")
                ],
            },
        ),
        migrations.AddField(
            model_name="needlingplan",
            name="visit",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="visits.visit"),
        ),
        migrations.CreateModel(
            name="Measurement",
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
                ("instrument", models.CharField(max_length=60)),
                ("place", models.CharField(blank=True, max_length=100)),
                (
                    "side",
                    models.CharField(
                        blank=True,
                        choices=[("left", "left"), ("right", "right"), ("midline", "midline")],
                        max_length=7,
                    ),
                ),
                (
                    "moved_by",
                    models.CharField(
                        blank=True, choices=[("active", "Active"), ("passive", "Passive")], max_length=7
                    ),
                ),
                ("value", models.FloatField(blank=True, null=True)),
                ("unit", models.CharField(max_length=20)),
                (
                    "when",
                    models.CharField(
                        choices=[
                            ("before", "Before treatment"),
                            ("after", "After treatment"),
                            ("between", "Between visits"),
                        ],
                        max_length=7,
                    ),
                ),
                ("measured_at", models.DateTimeField()),
                ("device", models.CharField(blank=True, max_length=100)),
                ("rater", models.CharField(blank=True, max_length=100)),
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
                        to="visits.measurement",
                    ),
                ),
                ("visit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="visits.visit")),
            ],
            options={
                "default_related_name": "measurements",
                "indexes": [models.Index(fields=["clinic", "visit"], name="measurement_clinic_visit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("moved_by", ""), models.Q(("place", ""), _negated=True), _connector="OR"
                        ),
                        name="measurement_motion_has_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__isnull", False), ("redacted_at__isnull", False), _connector="OR"
                        ),
                        name="measurement_has_value",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExercisePrescription",
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
                ("exercises", models.JSONField()),
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
                        to="visits.exerciseprescription",
                    ),
                ),
                ("visit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="visits.visit")),
            ],
            options={
                "default_related_name": "exercise_prescriptions",
                "indexes": [models.Index(fields=["clinic", "visit"], name="exercise_clinic_visit")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", True)),
                        fields=("clinic", "visit"),
                        name="exercise_one_chain_per_visit",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Examination",
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
                ("findings", models.JSONField(blank=True, default=tuple)),
                ("neuro", models.TextField(blank=True, max_length=4000)),
                ("special_tests", models.JSONField(blank=True, default=tuple)),
                ("summary", models.TextField(blank=True, max_length=4000)),
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
                        to="visits.examination",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="visits.visit"
                    ),
                ),
            ],
            options={
                "default_related_name": "examinations",
                "indexes": [models.Index(fields=["clinic", "episode"], name="examination_clinic_episode")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", True), ("visit__isnull", False)),
                        fields=("clinic", "visit"),
                        name="examination_one_chain_per_visit",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="engineresult",
            name="visit",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="visits.visit"),
        ),
        migrations.CreateModel(
            name="Consent",
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
                ("regions", models.JSONField()),
                ("risk_text_version", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=10)),
                ("content", models.JSONField()),
                (
                    "signature_kind",
                    models.CharField(
                        choices=[("typed", "Name typed"), ("drawn", "Signature drawn")], max_length=5
                    ),
                ),
                ("signed_name", models.CharField(max_length=200)),
                ("signature_path", models.TextField(blank=True, max_length=100000)),
                ("given_at", models.DateTimeField()),
                ("guardian_name", models.CharField(blank=True, max_length=200)),
                ("guardian_relationship", models.CharField(blank=True, max_length=100)),
                ("interpreter", models.CharField(blank=True, max_length=200)),
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
                        to="visits.consent",
                    ),
                ),
                ("visit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="visits.visit")),
            ],
            options={
                "default_related_name": "consents",
                "indexes": [
                    models.Index(fields=["clinic", "episode", "-given_at"], name="consent_clinic_episode"),
                    models.Index(fields=["clinic", "visit"], name="consent_clinic_visit"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signature_kind", "typed"), ("signature_path", "")),
                            models.Q(
                                ("signature_kind", "drawn"),
                                models.Q(
                                    models.Q(("signature_path", ""), _negated=True),
                                    ("redacted_at__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="consent_drawn_has_path",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("guardian_name", ""), ("guardian_relationship", "")),
                            models.Q(
                                models.Q(("guardian_name", ""), _negated=True),
                                models.Q(("guardian_relationship", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="consent_guardian_has_relationship",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
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
                ("withdrawn_at", models.DateTimeField()),
                ("words", models.CharField(blank=True, max_length=500)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="visits.consent"),
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
                        to="visits.withdrawal",
                    ),
                ),
            ],
            options={
                "default_related_name": "withdrawals",
                "indexes": [
                    models.Index(
                        fields=["clinic", "episode", "-withdrawn_at"], name="withdrawal_clinic_episode"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="needlingplan",
            index=models.Index(fields=["clinic", "visit"], name="needling_plan_clinic_visit"),
        ),
        migrations.AddConstraint(
            model_name="needlingplan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes__isnull", True)),
                fields=("clinic", "visit"),
                name="needling_plan_one_chain_per_visit",
            ),
        ),
        migrations.AddConstraint(
            model_name="needlingplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signed_at__isnull", True), ("signed_by__isnull", True)),
                    models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                    _connector="OR",
                ),
                name="needling_plan_signed_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="engineresult",
            index=models.Index(
                fields=["clinic", "visit", "engine", "-recorded_at"], name="engine_result_clinic_visit"
            ),
        ),
    ]
