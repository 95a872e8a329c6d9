from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "acquis.organizations"
    label = "organizations"
