from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "broadsheet.project"
    label = "project"
