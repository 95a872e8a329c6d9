"""The identity of a holder, in clear or hashed (OB 3.0, B.1.18 and B.4.3)."""

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
    """`sha256$` and the hexadecimal SHA-256 of identity and salt (OB 3.0, B.4.3)."""
    return "sha256$" + hash_sha256(f"{identity}{salt}".encode())


def hash_sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def hash_md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


# The only algorithms that there are. Nothing is issued with MD5 here, but others' hashes are read.
HASHES = {"sha256": hash_sha256, "md5": hash_md5}
