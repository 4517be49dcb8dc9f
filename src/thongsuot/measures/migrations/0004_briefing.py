"""The briefing: figures of other sources, texts and issued reports, append-only; the work list of signed files."""

from django.db import migrations, models


GUARDED = ("measures_statement", "measures_briefing_text", "measures_briefing")
GUARD = "".join(
    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION engine_append_only();\n"
    for table in GUARDED
)
OFF = "".join(f"DROP TRIGGER {table}_append_only ON {table};\n" for table in GUARDED)


class Migration(migrations.Migration):

    dependencies = [
        ('measures', '0003_supported_by'),
        ('engine', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='BriefingFileRecord',
            fields=[
                ('briefing', models.UUIDField(primary_key=True, serialize=False)),
                ('digest', models.BinaryField(null=True)),
                ('size', models.IntegerField(default=0)),
                ('tries', models.SmallIntegerField(default=0)),
                ('why', models.TextField(default='')),
                ('next_at', models.DateTimeField(null=True)),
                ('signed_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'measures_briefing_file',
                'indexes': [models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at'], name='briefing_file_due')],
            },
        ),
        migrations.CreateModel(
            name='BriefingRecord',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('place', models.TextField()),
                ('kind', models.TextField()),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('as_of', models.DateTimeField()),
                ('before_as_of', models.DateTimeField()),
                ('issued_at', models.DateTimeField()),
                ('year', models.SmallIntegerField()),
                ('number', models.IntegerField()),
                ('body', models.TextField()),
                ('by_person', models.UUIDField()),
                ('by_post', models.UUIDField()),
                ('by_name', models.TextField()),
                ('by_title', models.TextField()),
                ('figures', models.JSONField()),
                ('texts', models.JSONField()),
                ('key', models.UUIDField()),
            ],
            options={
                'db_table': 'measures_briefing',
                'indexes': [models.Index(fields=['place', '-last'], name='briefing_of_place')],
                'constraints': [models.UniqueConstraint(fields=('body', 'year', 'number'), name='briefing_number_once'), models.UniqueConstraint(fields=('by_person', 'key'), name='briefing_issued_once')],
            },
        ),
        migrations.CreateModel(
            name='BriefingTextRecord',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('place', models.TextField()),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('number', models.IntegerField(help_text='1 for the first version of a place and period')),
                ('texts', models.JSONField()),
                ('by_person', models.UUIDField()),
                ('by_name', models.TextField()),
                ('written_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'measures_briefing_text',
                'constraints': [models.UniqueConstraint(fields=('place', 'first', 'last', 'number'), name='briefing_text_version_once')],
            },
        ),
        migrations.CreateModel(
            name='StatementRecord',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('place', models.TextField(help_text='empty for the nation, else the code of a province or commune')),
                ('section', models.SmallIntegerField()),
                ('label', models.TextField()),
                ('value', models.DecimalField(decimal_places=2, max_digits=20)),
                ('unit', models.TextField()),
                ('source', models.TextField()),
                ('on_day', models.DateField()),
                ('by_person', models.UUIDField()),
                ('by_name', models.TextField()),
                ('entered_at', models.DateTimeField()),
                ('replaces', models.UUIDField(null=True, unique=True)),
                ('withdrawn', models.BooleanField()),
                ('reason', models.TextField()),
                ('key', models.UUIDField()),
            ],
            options={
                'db_table': 'measures_statement',
                'indexes': [models.Index(fields=['place', 'on_day'], name='statement_of_place')],
                'constraints': [models.UniqueConstraint(fields=('by_person', 'key'), name='statement_entered_once')],
            },
        ),
        migrations.RunSQL(GUARD, OFF),
    ]
