"""The dossiers of a reorganisation: where each stood, where it went, by which entry."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='HandedRecord',
            fields=[
                ('pk', models.CompositePrimaryKey('act', 'case_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('act', models.UUIDField()),
                ('case_id', models.UUIDField()),
                ('status', models.SmallIntegerField(help_text='as it was when the act began')),
                ('step', models.TextField()),
                ('due_at', models.DateTimeField(null=True)),
                ('before', models.JSONField(help_text='bodies by column')),
                ('after', models.JSONField(help_text='bodies by column, as foreseen')),
                ('number', models.IntegerField(null=True)),
                ('back', models.IntegerField(null=True)),
                ('trouble', models.TextField(help_text='why it did not go over; empty when nothing is wrong')),
            ],
            options={
                'db_table': 'engine_handed',
                'indexes': [models.Index(condition=models.Q(('number', None), ('trouble', '')), fields=['act', 'case_id'], name='handed_waiting'), models.Index(fields=['case_id'], name='handed_case')],
            },
        ),
    ]
