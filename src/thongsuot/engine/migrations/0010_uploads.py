"""Files on their way in, and finding out whether anything refers to a paper."""

from django.db import migrations, models

# File answers of a form stand among the personal values of its entry; few entries have any.
FILES = """
CREATE INDEX personal_with_file ON engine_personal (case_id, number)
 WHERE jsonb_path_exists("values", '$.form.**.digest');
"""


class Migration(migrations.Migration):
    dependencies = [("engine", "0009_tracking_codes")]
    operations = [
        migrations.CreateModel(
            name="UploadRecord",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "owner",
                    models.TextField(help_text="Actor.identity: an officer's person, or a citizen's number"),
                ),
                ("name", models.TextField()),
                ("size", models.BigIntegerField(help_text="bytes announced")),
                ("received", models.BigIntegerField(help_text="bytes that are safe on the disk")),
                ("begun_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("media_type", models.TextField(help_text="empty until it is finished")),
                ("digest", models.BinaryField(help_text="SHA-256 of the whole, once it is finished", null=True)),
                ("ended_at", models.DateTimeField(help_text="given up by its owner", null=True)),
            ],
            options={
                "db_table": "engine_upload",
                "indexes": [
                    models.Index(fields=["owner", "begun_at"], name="upload_of_owner"),
                    models.Index(fields=["changed_at"], name="upload_to_sweep"),
                    models.Index(
                        condition=models.Q(("digest__isnull", False)), fields=["digest"], name="upload_of_digest"
                    ),
                ],
            },
        ),
        migrations.AddIndex("paperrecord", models.Index(fields=["digest"], name="paper_of_digest")),
        migrations.RunSQL(FILES, "DROP INDEX personal_with_file;"),
    ]
