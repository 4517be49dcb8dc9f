"""Codes asked for, to follow a case without signing in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("engine", "0008_relation_of_other")]
    operations = [
        migrations.CreateModel(
            name="TrackRecord",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("asked", models.BinaryField(help_text="the dossier code asked for, there or not")),
                ("address", models.BinaryField(help_text="the network address that asked")),
                ("case_id", models.UUIDField(null=True)),
                ("secret", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                ("tries", models.IntegerField()),
            ],
            options={
                "db_table": "engine_track",
                "indexes": [
                    models.Index(fields=["address", "made_at"], name="track_of_address"),
                    models.Index(fields=["asked", "made_at"], name="track_of_code"),
                    models.Index(fields=["made_at"], name="track_to_erase"),
                ],
            },
        ),
    ]
