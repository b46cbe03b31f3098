"""Codes of an authenticator: the vectors of the standards, and that each counts once; recovery codes; the picture."""

from __future__ import annotations

import base64
import xml.etree.ElementTree as ElementTree
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osteon.serve.accounts import codes

SECRET = base64.b32encode(b"12345678901234567890").decode()
# RFC 4226, appendix D.
HOTP = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]
# RFC 6238, appendix B, the rows of SHA-1: seconds since 1970, and eight digits.
TOTP = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}


@pytest.mark.parametrize(("counter", "code"), list(enumerate(HOTP)))
def test_vectors_of_rfc_4226(counter: int, code: str):
    assert codes.code_at(SECRET, counter) == code


@pytest.mark.parametrize(("at", "code"), list(TOTP.items()))
def test_vectors_of_rfc_6238(at: int, code: str):
    assert codes.code_at(SECRET, at // 30, digits=8) == code
    assert codes.half_minute_of(SECRET, code[2:], at, 0) == at // 30


def test_a_code_counts_in_its_half_minute_and_in_those_beside_it():
    at = 1111111109
    code, present = codes.code_at(SECRET, at // 30), at // 30
    assert [codes.half_minute_of(SECRET, code, at + 30 * off, 0) for off in (-2, -1, 0, 1, 2)] == [None, present, present, present, None]


def test_a_code_that_was_used_counts_no_more_and_neither_does_an_earlier_one():
    at = 2000000000
    present = at // 30
    for half_minute in (present - 1, present):
        assert codes.half_minute_of(SECRET, codes.code_at(SECRET, half_minute), at, present) is None
    assert codes.half_minute_of(SECRET, codes.code_at(SECRET, present + 1), at, present) == present + 1


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_code_or_none(text: str):
    sound = {codes.code_at(SECRET, half_minute) for half_minute in (1, 2)}
    assert (codes.half_minute_of(SECRET, text, 59, 0) is not None) == ("".join(text.split()) in sound)


def test_secrets_and_recovery_codes_are_random_and_long_enough():
    assert len({codes.new_secret() for _ in range(50)}) == 50
    assert len(base64.b32decode(codes.new_secret())) == 20
    given_out = [code for _ in range(20) for code in codes.new_recovery_codes()]
    assert len(set(given_out)) == 200
    for code in given_out[:10]:
        assert len(code) == 19
        plain = codes.plain_recovery_code(f" {code.upper().replace('-', ' ')} ")
        assert plain == code.replace("-", "")


@pytest.mark.parametrize("text", ["", "123456", "abcd-efgh-jkmn", "abcd-efgh-jkmn-pqr1", "abcd-efgh-jkmn-pqrst", "äbcd-efgh-jkmn-pqrs"])
def test_what_is_no_recovery_code(text: str):
    assert codes.plain_recovery_code(text) is None


def test_the_picture_is_an_image_that_carries_itself_and_holds_no_script():
    text = codes.setting_address(SECRET, "nora@ward", "Osteon: 3rd floor")
    parts = urlsplit(text)
    assert (parts.scheme, parts.netloc, unquote(parts.path)) == ("otpauth", "totp", "/Osteon: 3rd floor:nora@ward")
    assert parse_qs(parts.query) == {
        "secret": [SECRET], "issuer": ["Osteon: 3rd floor"], "algorithm": ["SHA1"], "digits": ["6"], "period": ["30"]
    }
    image = codes.picture(text)
    assert image.startswith("data:image/svg+xml")
    drawn = ElementTree.fromstring(unquote(image.partition(",")[2]))
    assert {element.tag.rpartition("}")[2] for element in drawn.iter()} <= {"svg", "g", "path", "rect"}
