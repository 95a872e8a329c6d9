"""Links in mails: looked at as often as one likes, followed once, by who got the mail."""

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from acquis.common.domain import jobs
from acquis.people.domain import mail_links
from acquis.people.domain.addresses import verified_addresses
from acquis.people.errors import MailLinkError, MailLinkUsed
from acquis.people.models import MailLink, Person
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

UNKNOWN = (
    "Nous ne connaissons pas ce lien. Copiez-le en entier depuis votre e-mail, ou demandez-en un "
    "nouveau."
)
USED = "Ce lien a déjà servi. Connectez-vous avec votre adresse e-mail."
EXPIRED = "Ce lien a expiré. Connectez-vous avec votre adresse e-mail."
TARGET = UUID(int=5)


@pytest.fixture
def person() -> Person:
    return factories.person("lea@courriel.example", verified=False)


def link_for(person: Person, **changes: Any) -> tuple[MailLink, str]:
    values: dict[str, Any] = {
        "email": person.email,
        "purpose": "claim",
        "target": TARGET,
        "lasts": timedelta(days=1),
    }
    return mail_links.create(person, **(values | changes))


def test_only_a_digest_of_the_token_is_kept(person: Person) -> None:
    link, token = link_for(person, email=" Lea@Courriel.example ")
    assert link.token_digest == hashlib.sha256(token.encode()).hexdigest()
    assert (link.email, link.purpose, link.target) == ("lea@courriel.example", "claim", TARGET)
    assert (link.person, link.used_at) == (person, None)
    assert token not in str(MailLink.objects.values())
    assert len(token) == 43


def test_every_link_has_a_token_of_its_own(person: Person) -> None:
    assert len({link_for(person)[1] for _number in range(20)}) == 20


def test_looking_at_a_link_does_not_spend_it(person: Person) -> None:
    link, token = link_for(person)
    for _filter in range(3):
        assert mail_links.look_up(token, purpose="claim") == link
    assert verified_addresses(person) == []


def test_following_a_link_shows_that_the_address_is_read(person: Person) -> None:
    link, token = link_for(person)
    assert mail_links.follow(token, purpose="claim") == link
    link.refresh_from_db()
    assert link.used_at is not None
    assert verified_addresses(person) == ["lea@courriel.example"]


def test_a_link_to_another_address_of_hers_verifies_that_one(person: Person) -> None:
    _link, token = link_for(person, email="lea@travail.example")
    mail_links.follow(token, purpose="claim")
    assert verified_addresses(person) == ["lea@travail.example"]


@pytest.mark.parametrize("act", [mail_links.look_up, mail_links.follow])
@pytest.mark.parametrize(
    "token", ["", "x" * 43, "é", "\udce9", "\x00"], ids=["empty", "other", "é", "surrogate", "nul"]
)
def test_an_unknown_link_is_refused(person: Person, act: Any, token: str) -> None:
    link_for(person)
    with pytest.raises(MailLinkError) as caught:
        act(token, purpose="claim")
    assert (type(caught.value), caught.value.message) == (MailLinkError, UNKNOWN)


@pytest.mark.parametrize("act", [mail_links.look_up, mail_links.follow])
def test_a_link_made_for_something_else_is_refused(person: Person, act: Any) -> None:
    _link, token = link_for(person)
    with pytest.raises(MailLinkError) as caught:
        act(token, purpose="application")
    assert (type(caught.value), caught.value.message) == (MailLinkError, UNKNOWN)
    assert verified_addresses(person) == []


@pytest.mark.parametrize("act", [mail_links.look_up, mail_links.follow])
def test_a_link_too_old_is_refused(person: Person, act: Any) -> None:
    _link, token = link_for(person)
    MailLink.objects.update(expires_at=timezone.now())
    with pytest.raises(MailLinkError) as caught:
        act(token, purpose="claim")
    assert (type(caught.value), caught.value.message) == (MailLinkError, EXPIRED)
    assert verified_addresses(person) == []


def test_a_link_lasts_as_long_as_it_was_made_for(person: Person) -> None:
    before = timezone.now()
    link, _token = link_for(person, lasts=timedelta(days=30))
    assert before <= link.expires_at - timedelta(days=30) <= timezone.now()


@pytest.mark.parametrize("act", [mail_links.look_up, mail_links.follow])
def test_a_link_serves_once(person: Person, act: Any) -> None:
    _link, token = link_for(person)
    mail_links.follow(token, purpose="claim")
    with pytest.raises(MailLinkUsed) as caught:
        act(token, purpose="claim")
    assert caught.value.message == USED


def test_a_link_used_between_the_look_and_the_step_is_refused(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What SQLite cannot show with threads: somebody is quicker after the link was looked up."""
    _link, token = link_for(person)
    look_up = mail_links.look_up

    def slow(token: str, *, purpose: str) -> MailLink:
        found = look_up(token, purpose=purpose)
        MailLink.objects.update(used_at=timezone.now())
        return found

    monkeypatch.setattr(mail_links, "look_up", slow)
    with pytest.raises(MailLinkUsed) as caught:
        mail_links.follow(token, purpose="claim")
    assert caught.value.message == USED
    assert verified_addresses(person) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_who_follow_a_link_at_the_same_time_one_succeeds(person: Person) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's test database is in memory: it takes one writer at a time")
    _link, token = link_for(person)
    together = threading.Barrier(4)

    def follow() -> str:
        try:
            together.wait(10)
            mail_links.follow(token, purpose="claim")
        except MailLinkUsed as error:
            return error.message
        finally:
            connection.close()
        return "followed"

    with ThreadPoolExecutor(4) as pool:
        answers = [future.result(30) for future in [pool.submit(follow) for _n in range(4)]]
    assert sorted(answers) == [USED, USED, USED, "followed"]
    assert verified_addresses(person) == ["lea@courriel.example"]


def test_links_go_with_the_person(person: Person) -> None:
    link_for(person)
    person.delete()
    assert MailLink.objects.count() == 0


def test_links_that_expired_long_ago_are_forgotten(settings: Any) -> None:
    settings.KEEP_DAYS = 30
    now = timezone.now()
    for days in (-1, 29, 31):
        link, _token = mail_links.create(
            factories.person(), email="a@b.example", purpose="p", target=uuid4(),
            lasts=timedelta(),
        )  # fmt: skip
        MailLink.objects.filter(pk=link.pk).update(expires_at=now - timedelta(days=days))
    job = jobs.start("people.forget_links")
    jobs.run_due()
    job.refresh_from_db()
    assert job.result == {"forgotten": 1}
    assert MailLink.objects.filter(expires_at__lt=now - timedelta(days=30)).count() == 0
    assert MailLink.objects.count() == 2
