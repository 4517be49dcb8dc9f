"""Published electronic forms, drafts of answers, and finding the earlier dossiers of a person."""

from django.db import migrations, models


GUARD = """
CREATE TRIGGER engine_form_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON engine_form
 FOR EACH STATEMENT EXECUTE FUNCTION engine_append_only();
"""
# Earlier dossiers of a person are found by their personal number.
INDEX = "CREATE INDEX case_of_number ON engine_case ((subject ->> 'number')) WHERE subject ? 'number';"


class Migration(migrations.Migration):

    dependencies = [
        ('engine', '0003_resolved_at'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormDraftRecord',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('account', models.BigIntegerField()),
                ('form', models.TextField(help_text='the pinned version')),
                ('about', models.JSONField()),
                ('values', models.JSONField()),
                ('sources', models.JSONField()),
                ('length', models.IntegerField()),
                ('saved_at', models.DateTimeField()),
                ('erase_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'engine_form_draft',
                'indexes': [models.Index(fields=['account', 'saved_at'], name='draft_of_account'), models.Index(fields=['erase_at'], name='draft_to_erase')],
            },
        ),
        migrations.CreateModel(
            name='FormRecord',
            fields=[
                ('pin', models.TextField(primary_key=True, serialize=False)),
                ('key', models.TextField()),
                ('version', models.IntegerField()),
                ('digest', models.TextField(help_text='SHA-256 of the definition')),
                ('definition', models.TextField()),
                ('valid_from', models.DateField()),
                ('published_at', models.DateTimeField()),
                ('person', models.UUIDField(null=True)),
                ('person_name', models.TextField()),
                ('note', models.TextField()),
            ],
            options={
                'db_table': 'engine_form',
                'constraints': [models.UniqueConstraint(fields=('key', 'version'), name='form_version_once')],
            },
        ),
        migrations.RunSQL(GUARD, "DROP TRIGGER engine_form_append_only ON engine_form;"),
        migrations.RunSQL(INDEX, "DROP INDEX case_of_number;"),
    ]
