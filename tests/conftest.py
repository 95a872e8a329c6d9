"""What every test may use. Each test is marked unit, integration or journey, and exactly one."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

# How long an example takes says what else the machine does: benches measure.
hypothesis_settings.register_profile("acquis", deadline=None)
hypothesis_settings.load_profile("acquis")

MARKS = {"unit", "integration", "journey"}
# Published vectors and samples; a clone on its own does not have them, and says so.
BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"
SHARED_DATA = Path(os.environ.get("ACQUIS_DATA", BESIDE))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    unmarked = [
        item.nodeid
        for item in items
        if len(MARKS & {mark.name for mark in item.iter_markers()}) != 1
    ]
    if unmarked:
        raise pytest.UsageError(
            "Mark these tests unit, integration or journey (one of them): " + ", ".join(unmarked)
        )


@pytest.fixture
def shared_data() -> Path:
    if not SHARED_DATA.is_dir():
        pytest.skip("the published vectors are not beside this clone (shared/data)")
    return SHARED_DATA


@pytest.fixture
def work() -> Callable[[], None]:
    """Does what the worker would do now: deliver events, then send mail, until nothing is due."""
    from acquis.common.domain import events, mail  # noqa: PLC0415 - needs settings

    def run() -> None:
        events.deliver_pending()
        mail.send_pending()

    return run


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """SQLite in a file as in real use: threads wait for each other, in memory they would fail."""
    from django.db import connection  # noqa: PLC0415 - needs settings

    if connection.vendor == "sqlite":
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(autouse=True)
def _on_behalf_of_the_system() -> Iterator[None]:
    """Tests arrange as the system does; what a request may see, its own scope says."""
    from acquis.common.tenancy import SYSTEM, scoped  # noqa: PLC0415 - needs settings

    with scoped(SYSTEM):
        yield


@pytest.fixture(autouse=True)
def _language_of_this_test() -> Iterator[None]:
    """A request in another language leaves it behind; the next test begins in the site's own."""
    yield
    from django.utils import translation  # noqa: PLC0415 - needs settings

    translation.deactivate()


@pytest.fixture(autouse=True)
def _files_of_this_test(settings: "object", tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined] # Django's settings
