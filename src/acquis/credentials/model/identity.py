"""The identity of a holder, in clear or hashed (OB 3.0, B.1.18 and B.4.3)."""

import functools
import hashlib
import secrets
from dataclasses import dataclass

from acquis.credentials.model.parts import Json, compact


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityObject:
    """A holder's identity: plain, or hashed for those only who know it already."""

    identity_hash: str
    identity_type: str = "emailAddress"
    hashed: bool = True
    salt: str = ""

    @classmethod
    def of_email(cls, address: str, *, salt: str | None = None) -> "IdentityObject":
        """Of an e-mail address, lower case; the salt is random unless given."""
        chosen = salt if salt is not None else secrets.token_hex(16)
        return cls(identity_hash=hash_identity(address.strip().lower(), chosen), salt=chosen)

    @classmethod
    def of_name(cls, name: str) -> "IdentityObject":
        """The name for everybody to read, as it stands on the badge."""
        return cls(identity_hash=name, identity_type="name", hashed=False)

    def to_json(self) -> Json:
        return compact(
            type="IdentityObject",
            hashed=self.hashed,
            identityHash=self.identity_hash,
            identityType=self.identity_type,
            salt=self.salt,
        )


def hash_identity(identity: str, salt: str) -> str:
    """An IdentityHash (OB 3.0, B.4.3): `sha256$`, then the hexadecimal hash of identity and salt."""
    return f"sha256${HASHES['sha256'](f'{identity}{salt}'.encode()).hexdigest()}"


# The only algorithms that there are. Nothing is issued with MD5 here, but others' hashes are read.
HASHES = {
    "sha256": hashlib.sha256,
    "md5": functools.partial(hashlib.md5, usedforsecurity=False),
}
