from django.apps import AppConfig


class AssessingConfig(AppConfig):
    name = "acquis.assessing"
    label = "assessing"

    def ready(self) -> None:
        from acquis.assessing import receivers  # noqa: F401, PLC0415 - signals need loaded models
