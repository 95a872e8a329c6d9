from django.apps import AppConfig


class PassportConfig(AppConfig):
    name = "acquis.passport"
    label = "passport"

    def ready(self) -> None:
        from acquis.passport.domain import expiry  # noqa: F401, PLC0415 - a kind of job
