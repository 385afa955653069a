"""A grade may follow later."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0002_recall_notices"),
    ]

    operations = [
        migrations.AlterField(
            model_name="adverseevent",
            name="grade",
            field=models.CharField(blank=True, max_length=20, verbose_name="grade"),
        ),
    ]
