"""The exchange with the national portal: position, dossiers, messages, files, compared days."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='NationalDay',
            fields=[
                ('pk', models.CompositePrimaryKey('day', 'province_code', blank=True, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('province_code', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('ours', models.JSONField()),
                ('theirs', models.JSONField()),
                ('differences', models.JSONField()),
            ],
            options={
                'db_table': 'exchange_national_day',
            },
        ),
        migrations.CreateModel(
            name='NationalFile',
            fields=[
                ('digest', models.BinaryField(primary_key=True, serialize=False)),
                ('foreign_id', models.TextField()),
            ],
            options={
                'db_table': 'exchange_national_file',
            },
        ),
        migrations.CreateModel(
            name='NationalPosition',
            fields=[
                ('site', models.TextField(primary_key=True, serialize=False)),
                ('sequence', models.BigIntegerField()),
            ],
            options={
                'db_table': 'exchange_national_position',
            },
        ),
        migrations.CreateModel(
            name='NationalDossier',
            fields=[
                ('id', models.UUIDField(help_text='the case, or the intent of an act that became none', primary_key=True, serialize=False)),
                ('province_code', models.TextField()),
                ('code', models.TextField(help_text='our code', null=True)),
                ('foreign_id', models.TextField(help_text="the portal's own id", null=True)),
                ('origin', models.TextField(help_text='here, there')),
                ('created', models.BooleanField(help_text='the portal has it')),
                ('ours', models.SmallIntegerField(help_text='the status that the journal says')),
                ('told', models.SmallIntegerField(help_text='the status that the portal has confirmed; 0 for none')),
                ('rows', models.IntegerField(help_text='how many rows of progress the portal has confirmed')),
                ('changed_on', models.DateField(help_text='the day of its last entry')),
                ('told_at', models.DateTimeField(null=True)),
                ('quality', models.TextField()),
                ('quality_message', models.TextField()),
                ('next_at', models.DateTimeField(help_text='when something is to be sent; empty when nothing is, or stuck', null=True)),
                ('lease', models.UUIDField(null=True)),
                ('leased_until', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'exchange_national_dossier',
                'indexes': [models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at'], name='national_to_send'), models.Index(fields=['changed_on', 'province_code'], name='national_of_day'), models.Index(fields=['code'], name='national_of_code')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('foreign_id__isnull', False)), fields=('foreign_id',), name='national_once')],
            },
        ),
        migrations.CreateModel(
            name='NationalMessage',
            fields=[
                ('pk', models.CompositePrimaryKey('dossier_id', 'place', blank=True, editable=False, primary_key=True, serialize=False)),
                ('dossier_id', models.UUIDField()),
                ('place', models.IntegerField()),
                ('kind', models.TextField(help_text='create, answer, progress, status')),
                ('number', models.IntegerField(help_text='the entry of the case that it tells')),
                ('verb', models.TextField()),
                ('status', models.SmallIntegerField()),
                ('province_code', models.TextField()),
                ('happened_at', models.DateTimeField()),
                ('sequence', models.BigIntegerField(help_text="the entry's place in the site's journal")),
                ('since', models.DateTimeField()),
                ('state', models.TextField(help_text='waiting, sent, needless, held, dead, settled')),
                ('attempts', models.IntegerField()),
                ('uncertain', models.BooleanField(help_text='sent at least once without an answer')),
                ('next_at', models.DateTimeField(null=True)),
                ('reason', models.TextField()),
                ('code', models.TextField(help_text='what the portal answered')),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.TextField()),
            ],
            options={
                'db_table': 'exchange_national_message',
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'dead'])), fields=['dossier_id', 'place'], name='national_open'), models.Index(condition=models.Q(('state', 'dead')), fields=['province_code', 'since'], name='national_dead')],
            },
        ),
    ]
