"""What the tests of invitations send, and read from mails."""

import re
from typing import Any

from acquis.common.models import OutgoingMail
from acquis.organizations.domain.invitations import Invitee, Offer, invite
from acquis.organizations.models import Invitation, Membership, Organization
from acquis.people.models import Person

EMAIL = "zoe@courriel.example"


def send(
    organization: Organization, owner: Person, *emails: str, name: str = "", **offer: Any
) -> Invitation:
    """Invite the addresses, or one; returns the first invitation."""
    people = [Invitee(email=email, name=name) for email in emails or (EMAIL,)]
    return invite(organization, people, Offer(**offer), by=owner).sent[0]


def tokens(email: str = EMAIL) -> list[str]:
    """The secrets of the links in the invitations sent to the address, the oldest first."""
    mails = OutgoingMail.objects.filter(to=email).order_by("created_at")
    return [
        found for mail in mails for found in re.findall(r"/invitations/([\w-]{43})/\n", mail.text)
    ]


def place(membership: Membership) -> tuple[str, str, list[str]]:
    """Unit, job and roles."""
    unit = membership.unit.name if membership.unit else ""
    return unit, membership.job, sorted(row.role for row in membership.roles.all())
