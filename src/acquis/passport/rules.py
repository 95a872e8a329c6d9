"""A passport is its person's alone, whatever roles others have."""

from typing import Any

import rules


@rules.predicate  # type: ignore[untyped-decorator] # rules has no types
def is_holder(person: Any, held: Any) -> bool:
    return bool(held is not None and person.is_authenticated and held.person_id == person.pk)


rules.add_perm("passport.view_held", is_holder)
rules.add_perm("passport.share_held", is_holder)
