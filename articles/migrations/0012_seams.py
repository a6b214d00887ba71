import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0011_counting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="continued_in",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.article",
                verbose_name="并入",
            ),
        ),
        migrations.CreateModel(
            name="Seams",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "starts",
                    models.JSONField(blank=True, default=list, verbose_name="分篇处"),
                ),
                (
                    "machine_starts",
                    models.JSONField(blank=True, default=list, verbose_name="机器分篇处"),
                ),
                ("set_at", models.DateTimeField(verbose_name="改动时间")),
                (
                    "set_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="改动者",
                    ),
                ),
                (
                    "source",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seams",
                        to="articles.source",
                        verbose_name="来源文件",
                    ),
                ),
            ],
            options={"verbose_name": "人工分篇", "verbose_name_plural": "人工分篇"},
        ),
    ]
