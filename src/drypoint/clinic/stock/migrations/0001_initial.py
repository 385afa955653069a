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
            name="NeedleLot",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("maker", models.CharField(max_length=120, verbose_name="maker")),
                ("product", models.CharField(max_length=120, verbose_name="product")),
                (
                    "length_mm",
                    models.DecimalField(decimal_places=1, max_digits=5, verbose_name="length (mm)"),
                ),
                (
                    "diameter_mm",
                    models.DecimalField(decimal_places=2, max_digits=4, verbose_name="diameter (mm)"),
                ),
                ("lot", models.CharField(max_length=60, verbose_name="lot")),
                ("expires", models.DateField(verbose_name="expires")),
                ("packs", models.PositiveIntegerField(verbose_name="packs on the shelf")),
                (
                    "needles_per_pack",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="needles per pack"),
                ),
                ("recalled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "recall_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="reason of the recall"
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
            ],
            options={
                "default_related_name": "needle_lots",
                "indexes": [models.Index(fields=["clinic", "expires"], name="needle_lot_clinic_expires")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("clinic", "maker", "product", "length_mm", "diameter_mm", "lot"),
                        name="needle_lot_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("diameter_mm__gt", 0), ("length_mm__gt", 0)),
                        name="needle_lot_size_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recall_reason", ""), ("recalled_at__isnull", True)),
                            models.Q(
                                ("recalled_at__isnull", False), models.Q(("recall_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="needle_lot_recall_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockMovement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("packs", models.IntegerField(verbose_name="packs")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                ("lot", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="stock.needlelot")),
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
                "default_related_name": "movements",
                "indexes": [models.Index(fields=["clinic", "lot", "created_at"], name="movement_clinic_lot")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("packs", 0), _negated=True), name="movement_moves_something"
                    )
                ],
            },
        ),
    ]
