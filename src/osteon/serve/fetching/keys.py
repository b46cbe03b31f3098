"""The keys by which a FHIR server knows this client, and what is signed with them (SMART App Launch 2.2, private keys)."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any, Final

import orjson
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from osteon.serve.failures import ServeError

__all__ = ["ALGORITHMS", "LIFE_SECONDS", "SigningKey", "assertion", "load_keys", "make_key", "public_keys"]

ALGORITHMS: Final = ("ES384", "RS384")
"""The two that SMART asks every server to know."""
LIFE_SECONDS: Final = 240
"""Of an assertion; the standard allows five minutes, and clocks differ."""
LEAST_BITS: Final = 2048

SigningKey = ECKey | RSAKey


def make_key(path: Path, algorithm: str = ALGORITHMS[0]) -> dict[str, Any]:
    """Write a new private key to a file that nobody else may read; gives back the public key set. Raises ServeError."""
    key = ECKey.generate_key("P-384") if algorithm == "ES384" else RSAKey.generate_key(3072)
    private = {**key.as_dict(private=True), "use": "sig", "alg": algorithm, "kid": key.thumbprint()}
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(orjson.dumps({"keys": [private]}, option=orjson.OPT_INDENT_2) + b"\n")
    except FileExistsError:
        raise ServeError("There is such a file already; a key is not written over it.") from None
    except OSError as fault:
        raise ServeError(f"The key cannot be written: {fault.strerror}.") from None
    return public_keys(load_keys(path))


def load_keys(path: Path) -> list[SigningKey]:
    """The private keys of a file, a JSON Web Key or a set of them: the first one signs, all are told. Raises ServeError."""
    try:
        found = orjson.loads(path.read_bytes())
        if not isinstance(found, dict):
            raise ValueError
        given = found.get("keys", [found])
        if any(key.get("kty") not in ("EC", "RSA") for key in given):
            raise ValueError
        keys = KeySet.import_key_set({"keys": given}).keys
    except OSError as fault:
        raise ServeError(f"The key of fetching (fetch_key) cannot be read: {fault.strerror}.") from None
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        raise ServeError("The key of fetching (fetch_key) is no JSON Web Key. `osteon serve fetch key` makes one.") from None
    good = [key for key in keys if isinstance(key, ECKey | RSAKey) and _algorithm(key) is not None and key.is_private]
    if not good or len(good) != len(keys):
        raise ServeError(
            "The key of fetching (fetch_key) has to be private, and elliptic over P-384 (ES384) or RSA of 2048 bits or more (RS384). "
            "`osteon serve fetch key` makes one."
        )
    return good


def _algorithm(key: SigningKey) -> str | None:
    if isinstance(key, ECKey) and key.curve_name == "P-384":
        return "ES384"
    if isinstance(key, RSAKey) and key.public_key.key_size >= LEAST_BITS:
        return "RS384"
    return None


def public_keys(keys: list[SigningKey]) -> dict[str, Any]:
    """What others may know of the keys: a JSON Web Key Set."""
    return {"keys": [_public(key) for key in keys]}


def _public(key: SigningKey) -> dict[str, Any]:
    # By name, so that nothing private could ever be among them.
    whole: Any = key.as_dict(private=False)
    shown: dict[str, Any] = {name: whole[name] for name in ("kty", "crv", "x", "y", "n", "e") if name in whole}
    return {**shown, "use": "sig", "key_ops": ["verify"], "alg": _algorithm(key), "kid": key.kid or key.thumbprint()}


def assertion(key: SigningKey, *, client: str, audience: str, now: float) -> str:
    """The signed statement by which a client proves who it is to the token endpoint `audience`; each can be used once."""
    algorithm = _algorithm(key) or ""
    header = {"alg": algorithm, "typ": "JWT", "kid": key.kid or key.thumbprint()}
    claims = {
        "iss": client,
        "sub": client,
        "aud": audience,
        "iat": int(now),
        "exp": int(now) + LIFE_SECONDS,
        "jti": secrets.token_urlsafe(24),
    }
    return jwt.encode(header, claims, key, algorithms=[algorithm])
