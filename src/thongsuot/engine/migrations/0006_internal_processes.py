"""Published internal processes of procedures, append-only like all that is published."""

from django.db import migrations, models

GUARD = """
CREATE TRIGGER engine_internal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON engine_internal
 FOR EACH STATEMENT EXECUTE FUNCTION engine_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("engine", "0005_case_of_subject")]
    operations = [
        migrations.CreateModel(
            name="InternalRecord",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("procedure_code", models.TextField()),
                ("place", models.TextField(help_text="empty for the nation, else the code of a province or a commune")),
                ("number", models.IntegerField()),
                ("valid_from", models.DateField()),
                ("definition", models.TextField()),
                ("pin", models.TextField(help_text="the process that it was woven into when it was published")),
                ("decision_number", models.TextField()),
                ("decision_day", models.DateField()),
                ("person", models.UUIDField()),
                ("person_name", models.TextField()),
                ("published_at", models.DateTimeField()),
            ],
            options={
                "db_table": "engine_internal",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "procedure_code", "place", "number"), name="internal_version_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARD, "DROP TRIGGER engine_internal_append_only ON engine_internal;"),
    ]
