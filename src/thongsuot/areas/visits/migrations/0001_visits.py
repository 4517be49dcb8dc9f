"""How centres receive, times booked, numbers of each day."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Centre',
            fields=[
                ('body', models.TextField(primary_key=True, serialize=False)),
                ('secret', models.TextField()),
                ('counters', models.SmallIntegerField()),
                ('slot_minutes', models.SmallIntegerField()),
                ('slot_places', models.SmallIntegerField(help_text='people in one slot; 0 when no time can be booked')),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.UUIDField(null=True)),
            ],
            options={
                'db_table': 'visits_centre',
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('centre', models.TextField()),
                ('starts_at', models.DateTimeField()),
                ('day', models.DateField()),
                ('kind', models.TextField()),
                ('code', models.TextField(help_text="six digits, one's own among those of the centre and day")),
                ('phone', models.TextField()),
                ('state', models.TextField(help_text='booked, arrived, cancelled')),
                ('made_at', models.DateTimeField()),
                ('reminded_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'visits_appointment',
                'indexes': [models.Index(condition=models.Q(('reminded_at', None), ('state', 'booked')), fields=['starts_at'], name='visits_to_remind'), models.Index(condition=models.Q(('phone', ''), _negated=True), fields=['phone'], name='visits_of_phone')],
                'constraints': [models.UniqueConstraint(fields=('centre', 'day', 'code'), name='visits_code_once')],
            },
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('centre', models.TextField()),
                ('day', models.DateField()),
                ('number', models.IntegerField()),
                ('kind', models.TextField()),
                ('appointment', models.UUIDField(null=True, unique=True)),
                ('state', models.TextField(help_text='waiting, called, done, missed')),
                ('counter', models.SmallIntegerField(null=True)),
                ('officer', models.UUIDField(null=True)),
                ('turn', models.DateTimeField()),
                ('taken_at', models.DateTimeField()),
                ('first_called_at', models.DateTimeField(null=True)),
                ('called_at', models.DateTimeField(null=True)),
                ('calls', models.SmallIntegerField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'visits_ticket',
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['centre', 'day', 'turn', 'number'], name='visits_waiting')],
                'constraints': [models.UniqueConstraint(fields=('centre', 'day', 'number'), name='visits_number_once'), models.UniqueConstraint(condition=models.Q(('state', 'called')), fields=('centre', 'day', 'counter'), name='visits_one_at_a_counter')],
            },
        ),
    ]
