from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='LoadedFile',
            fields=[
                ('name', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('loaded_at', models.DateTimeField()),
            ],
        ),
    ]
