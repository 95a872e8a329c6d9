"""A passport is its person's alone, whatever roles others have."""

from typing import Any

from acquis.common.permissions import Predicate, permission


@Predicate
def is_holder(person: Any, held: Any) -> bool:
    return bool(held is not None and person.is_authenticated and held.person_id == person.pk)


permission("passport.view_held", is_holder)
permission("passport.share_held", is_holder)
