"""Stages that outside systems own: their reference there, and when they last confirmed."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("exchange", "0004_notice_choices")]

    operations = [
        migrations.CreateModel(
            name="StagePosition",
            fields=[
                ("site", models.TextField(primary_key=True, serialize=False)),
                ("sequence", models.BigIntegerField()),
            ],
            options={"db_table": "exchange_stage_position"},
        ),
        migrations.CreateModel(
            name="OwnedStage",
            fields=[
                ("case_id", models.UUIDField(primary_key=True, serialize=False)),
                ("province_code", models.TextField()),
                ("system", models.TextField()),
                ("reference", models.TextField()),
                ("said", models.TextField()),
                ("state", models.TextField(help_text="waiting, over, dead")),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("attempts", models.IntegerField()),
                ("reason", models.TextField()),
                ("next_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "exchange_stage",
                "indexes": [
                    models.Index(fields=["next_at"], name="stage_to_ask", condition=Q(state="waiting")),
                ],
            },
        ),
    ]
