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
            name="Service",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("consultation", "Consultation"),
                            ("treatment", "Treatment"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes")),
                ("archived_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
            ],
            options={
                "default_related_name": "services",
                "constraints": [
                    models.UniqueConstraint(fields=("clinic", "name"), name="service_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 5), ("minutes__lte", 480)),
                        name="service_minutes_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("booked", "Booked"),
                            ("arrived", "Arrived"),
                            ("seen", "Seen"),
                            ("cancelled", "Cancelled"),
                            ("did_not_come", "Did not come"),
                        ],
                        default="booked",
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="accounts.location",
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
                (
                    "service",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="diary.service"),
                ),
            ],
            options={
                "default_related_name": "appointments",
                "indexes": [
                    models.Index(fields=["clinic", "starts_at"], name="appointment_clinic_starts"),
                    models.Index(fields=["clinic", "person", "starts_at"], name="appointment_clinic_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["arrived", "booked", "seen"])),
                        fields=("clinic", "therapist", "starts_at"),
                        name="appointment_therapist_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="appointment_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["booked", "arrived", "seen", "cancelled", "did_not_come"])
                        ),
                        name="appointment_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppointmentStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("booked", "Booked"),
                            ("arrived", "Arrived"),
                            ("seen", "Seen"),
                            ("cancelled", "Cancelled"),
                            ("did_not_come", "Did not come"),
                        ],
                        max_length=12,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("made_as", models.CharField(max_length=10)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
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
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
            ],
            options={
                "default_related_name": "appointment_steps",
                "indexes": [
                    models.Index(fields=["clinic", "appointment", "created_at"], name="appt_step_clinic")
                ],
            },
        ),
    ]
