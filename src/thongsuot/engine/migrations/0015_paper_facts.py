"""What is known of a paper beside its content; the default lets the release before write beside this one."""

from django.db import migrations, models

ADD = "ALTER TABLE engine_paper ADD COLUMN facts jsonb NOT NULL DEFAULT '{}'"


class Migration(migrations.Migration):
    dependencies = [("engine", "0014_exports")]
    operations = [
        migrations.RunSQL(
            ADD,
            "ALTER TABLE engine_paper DROP COLUMN facts",
            state_operations=[
                migrations.AddField("paperrecord", "facts", models.JSONField(help_text="see engine.paper_facts"))
            ],
        )
    ]
