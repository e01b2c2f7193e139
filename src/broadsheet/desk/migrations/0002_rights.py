from django.db import migrations

from broadsheet.desk.rights import set_up


def forwards(apps, schema_editor):
    set_up(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_desk"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
