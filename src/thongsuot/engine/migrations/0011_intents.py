"""Intents: acts of people away from a case's home, kept until they are applied."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("engine", "0010_uploads")]
    operations = [
        migrations.CreateModel(
            name="IntentRecord",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("site", models.TextField()),
                ("source", models.TextField()),
                ("key", models.TextField(help_text="names the act at its source for ever")),
                ("kind", models.TextField()),
                ("reference", models.TextField(help_text="the dossier as the source calls it")),
                ("case_id", models.UUIDField(null=True)),
                ("province_code", models.TextField()),
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("content", models.JSONField(help_text="personal; emptied when it is applied")),
                ("papers", models.JSONField()),
                ("ready", models.BooleanField(help_text="its papers are here")),
                ("digest", models.TextField()),
                ("state", models.TextField(help_text="waiting, applied, refused, settled")),
                ("attempts", models.IntegerField()),
                ("next_at", models.DateTimeField(null=True)),
                ("reason", models.TextField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.TextField()),
            ],
            options={
                "db_table": "engine_intent",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["happened_at", "id"], name="intent_waiting"
                    ),
                    models.Index(
                        condition=models.Q(("state", "refused")), fields=["province_code"], name="intent_refused"
                    ),
                    models.Index(fields=["source", "reference", "happened_at"], name="intent_of_reference"),
                ],
                "constraints": [models.UniqueConstraint(fields=("source", "key"), name="intent_once")],
            },
        ),
    ]
