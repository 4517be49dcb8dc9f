"""Drafts of tasks, and who is in charge of what."""


from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Charge',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('house', models.TextField()),
                ('person', models.UUIDField()),
                ('place_code', models.TextField(blank=True)),
                ('sector', models.TextField(blank=True)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(help_text='exclusive', null=True)),
                ('basis', models.TextField()),
                ('made_by', models.UUIDField()),
            ],
            options={
                'db_table': 'tasks_charge',
                'indexes': [models.Index(fields=['house', 'place_code', 'sector'], name='tasks_charges')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('house', models.TextField()),
                ('about', models.UUIDField(null=True)),
                ('values', models.JSONField()),
                ('proposed', models.BooleanField()),
                ('place', models.IntegerField(help_text='its order in the text that it was found in')),
                ('state', models.TextField(help_text='open, given, dropped')),
                ('task', models.UUIDField(null=True)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.UUIDField()),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'tasks_draft',
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['house', 'about', 'place'], name='tasks_drafts')],
            },
        ),
    ]
