"""The second thing that shows who somebody is: codes of an authenticator (TOTP, RFC 6238), and recovery codes for when it is lost."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
from typing import Final
from urllib.parse import quote

import segno

__all__ = ["code_at", "half_minute_of", "new_recovery_codes", "new_secret", "picture", "plain_recovery_code", "setting_address"]

PERIOD_SECONDS: Final = 30
DIGITS: Final = 6
SPAN: Final = 1
"""Half minutes by which the clock of a telephone may be off, either way."""
RECOVERY_CODES: Final = 10
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for one another."""


def new_secret() -> str:
    """A secret of 160 bits, in base32 as authenticators read it."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, half_minute: int, digits: int = DIGITS) -> str:
    """The code of this half minute since 1970 (HOTP with SHA-1, RFC 4226)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", half_minute), hashlib.sha1)
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFF_FFFF
    return f"{number % 10**digits:0{digits}d}"


def half_minute_of(secret: str, code: str, at: float, after: int) -> int | None:
    """The half minute that this code is of, near `at` (seconds since 1970) and later than `after`; None if it is of none.

    Looks at all of them, so that the time says nothing.
    """
    given = "".join(code.split()).encode()
    present, found = int(at // PERIOD_SECONDS), None
    for half_minute in range(present - SPAN, present + SPAN + 1):
        if hmac.compare_digest(code_at(secret, half_minute).encode(), given) and half_minute > after:
            found = half_minute
    return found


def setting_address(secret: str, name: str, site: str) -> str:
    """What an authenticator reads from the picture."""
    label = quote(f"{site}:{name}", safe="")
    return f"otpauth://totp/{label}?secret={secret}&issuer={quote(site, safe='')}&algorithm=SHA1&digits={DIGITS}&period={PERIOD_SECONDS}"


def picture(text: str) -> str:
    """A QR code as the address of an SVG image that carries itself (`data:`)."""
    return str(segno.make(text, micro=False, error="m").svg_data_uri(scale=5, border=4, light="#fff", dark="#000"))


def new_recovery_codes() -> list[str]:
    """Ten codes of 79 random bits, each of which opens once."""
    return ["-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4)) for _ in range(RECOVERY_CODES)]


def plain_recovery_code(text: str) -> str | None:
    """A recovery code as it was written, without what people add or leave out; None when it cannot be one."""
    letters = "".join(letter for letter in text.casefold() if letter.isalnum())
    return letters if len(letters) == 16 and set(letters) <= set(LETTERS) else None
