from django.db import migrations, models

RECEIVED = ("received", "recibido")
"""What the first release wrote as the reason of packs that came, in its two languages."""


def tell_receipts_apart(apps, schema_editor):
    movement = apps.get_model("stock", "StockMovement")
    movement.objects.using(schema_editor.connection.alias).filter(packs__gt=0, reason__in=RECEIVED).update(
        kind="received"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("stock", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="needlelot",
            name="gtin",
            field=models.CharField(
                blank=True, default="", max_length=14, verbose_name="article number (GTIN)"
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="needlelot",
            index=models.Index(fields=["clinic", "gtin"], name="needle_lot_clinic_gtin"),
        ),
        migrations.AddConstraint(
            model_name="needlelot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("gtin", ""), _negated=True),
                fields=("clinic", "gtin", "lot"),
                name="needle_lot_once_by_code",
            ),
        ),
        migrations.AddField(
            model_name="stockmovement",
            name="kind",
            field=models.CharField(
                choices=[("received", "Received"), ("corrected", "Count corrected")],
                default="corrected",
                max_length=9,
                verbose_name="kind",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(tell_receipts_apart, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="stockmovement",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["received", "corrected"])), name="movement_kind_known"
            ),
        ),
    ]
