from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "acquis.people"
    label = "people"

    def ready(self) -> None:
        from acquis.people import receivers  # noqa: F401, PLC0415 - signals need the loaded models
