"""What stands beside a dossier's rating."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Rating",
            fields=[
                ("case_id", models.UUIDField(primary_key=True, serialize=False)),
                ("way", models.TextField(help_text="link, kiosk, portal")),
                ("asked", models.DateField(help_text="the version of the questions, by its first day")),
                ("answers", models.JSONField()),
                ("times", models.SmallIntegerField(null=True, help_text="how often the person came; 3 for three or more")),
                ("agencies", models.SmallIntegerField(null=True)),
                ("cost", models.BigIntegerField(null=True, help_text="đồng, fees left out")),
                ("hours", models.DecimalField(max_digits=6, decimal_places=1, null=True)),
                ("origin", models.BinaryField()),
                ("by_officer", models.BooleanField(help_text="sent from a browser in which an officer was signed in")),
                ("rated_at", models.DateTimeField()),
                ("petition", models.UUIDField(null=True, help_text="the petition that the comment became, with consent")),
            ],
            options={
                "db_table": "satisfaction_rating",
                "indexes": [models.Index(fields=["origin", "rated_at"], name="satisfaction_origin")],
            },
        ),
    ]
