"""Who may call: forged tokens are refused, each for its own reason, and the good one is not."""

import base64
import hmac
import json

import httpx2
import pytest
from joserfc import jws, jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from osteon.serve.cds_hooks.fetching import keys_at
from osteon.serve.cds_hooks.tokens import Issuer, TokenError, verify

NOW = 1_800_000_000
HERE = "https://osteon.example/cds-services/osteon-patient-view"
ISSUER, JKU = "https://ehr.example", "https://ehr.example/jwks.json"
KEY = ECKey.generate_key("P-384", {"kid": "k1"})
RSA = RSAKey.generate_key(2048, {"kid": "r1"})
OTHER = ECKey.generate_key("P-384", {"kid": "k1"})
KEYS = KeySet.import_key_set({"keys": [KEY.as_dict(private=False), RSA.as_dict(private=False)]})
ISSUERS = {
    ISSUER: Issuer(JKU, lambda kid: KEYS, tenants=("ward-1",)),
    "https://second.example": Issuer("https://second.example/k", lambda kid: KEYS),
}
HEADER = {"alg": "ES384", "kid": "k1", "typ": "JWT", "jku": JKU}
CLAIMS = {"iss": ISSUER, "aud": HERE, "exp": NOW + 200, "iat": NOW - 10, "jti": "first", "tenant": "ward-1"}


def token(header=None, key=KEY, **claims):
    told = {name: value for name, value in {**CLAIMS, **claims}.items() if value is not None}
    return jwt.encode({**HEADER, **(header or {})}, told, key, algorithms=[*jws.JWSRegistry.recommended, "ES384", "RS384"])


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


class Used:
    """Tokens that were used, as the database remembers them."""

    def __init__(self):
        self.until = {}

    def __call__(self, issuer, id, until, now):
        if self.until.get((issuer, id), 0) >= now:
            return False
        self.until[issuer, id] = until
        return True


def checked(text, used=None, now=NOW):
    return verify(text, audience=HERE, issuers=ISSUERS, first_use=used or Used(), now=now)


def test_a_good_token_is_believed():
    assert checked(token())["jti"] == "first"
    assert checked(token({"alg": "RS384", "kid": "r1"}, RSA))["iss"] == ISSUER
    assert checked(token(aud=[HERE]))["tenant"] == "ward-1"


def tampered():
    head, _, signature = token().split(".")
    return f"{head}.{part({**CLAIMS, 'jti': 'other'})}.{signature}"


def by_public_key_as_secret():
    """Signed by hand: no library worth its name lets a public key be a secret."""
    text = f"{part({**HEADER, 'alg': 'HS256', 'kid': 'r1'})}.{part(CLAIMS)}"
    signature = hmac.new(RSA.as_pem(private=False), text.encode(), "sha256").digest()
    return f"{text}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


FORGED = {
    "for another service": (lambda: token(aud=HERE + "/feedback"), "another service"),
    "for the server as a whole": (lambda: token(aud="https://osteon.example"), "another service"),
    "for several services": (lambda: token(aud=[HERE, "https://other.example"]), "another service"),
    "by nobody (alg none)": (lambda: f"{part({**HEADER, 'alg': 'none'})}.{part(CLAIMS)}.", "algorithm"),
    "by the public key as a secret (HS256)": (by_public_key_as_secret, "algorithm"),
    "expired": (lambda: token(exp=NOW - 31), "expired"),
    "from the future": (lambda: token(iat=NOW + 100), "future"),
    "living for a year": (lambda: token(exp=NOW + 31_536_000), "too long"),
    "without an end": (lambda: token(exp=None), "missing"),
    "without a name (jti)": (lambda: token(jti=None), "jti"),
    "with a name that no database keeps": (lambda: token(jti="a\x00b"), "jti"),
    "by another key under the same name": (lambda: token(key=OTHER), "signature"),
    "by a key that nobody knows": (lambda: token({"kid": "k9"}), "signature"),
    "without the name of a key": (lambda: token({"kid": ""}), "kid"),
    "with keys from elsewhere (jku)": (lambda: token({"jku": "https://evil.example/jwks.json"}), "address of the keys"),
    "with its own key inside (jwk)": (lambda: token({"jwk": OTHER.as_dict(private=False)}, OTHER), "keys or conditions"),
    "by an issuer that is not listed": (lambda: token(iss="https://evil.example"), "issuer"),
    "by one issuer in the name of another's keys": (lambda: token(iss="https://second.example"), "address of the keys"),
    "of a tenant that may not call": (lambda: token(tenant="ward-2"), "tenant"),
    "changed after it was signed": (tampered, "signature"),
    "of another type": (lambda: token({"typ": "at+jwt"}), "typ"),
    "with a time in words": (lambda: token(exp="tomorrow"), "missing"),
    "not valid yet": (lambda: token(nbf=NOW + 100), "not valid yet"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_token_is_refused(name):
    make, reason = FORGED[name]
    used = Used()
    with pytest.raises(TokenError, match=reason):
        checked(make(), used)
    assert checked(token(), used), "and it does not use up the name of the good one"


def test_a_token_holds_once():
    used = Used()
    checked(token(), used)
    with pytest.raises(TokenError, match="used before"):
        checked(token(), used)
    with pytest.raises(TokenError, match="used before"):
        checked(token(), used, now=NOW + 229)
    assert checked(token(jti="second"), used)


@pytest.mark.parametrize("text", ["", ".", "..", "a.b.c", "é.é.é", "x" * 9000, part({}) + "." + part([]) + ".", "a.b.c.d.e"])
def test_what_is_no_token_is_refused(text):
    with pytest.raises(TokenError):
        checked(text)


@pytest.mark.parametrize(("after", "holds"), [(229, True), (230, False)])
def test_a_token_ends_half_a_minute_after_its_end(after, holds):
    """It ends 200 seconds from now; clocks may differ by 30."""
    if holds:
        assert checked(token(), now=NOW + after)
    else:
        with pytest.raises(TokenError, match="expired"):
            checked(token(), now=NOW + after)


def served(answers):
    asked = []

    def handle(request):
        asked.append(str(request.url))
        return answers(len(asked))

    return httpx2.Client(transport=httpx2.MockTransport(handle)), asked


def test_keys_are_read_once_and_again_for_a_key_that_is_new():
    now = [0.0]
    new = ECKey.generate_key("P-384", {"kid": "k2"})
    sets = [[KEY], [KEY, new]]
    client, asked = served(
        lambda count: httpx2.Response(200, json={"keys": [key.as_dict(private=False) for key in sets[min(count, 2) - 1]]})
    )
    keys = keys_at(JKU, client, clock=lambda: now[0])
    assert [key.kid for key in keys("k1").keys] == ["k1"]
    assert [key.kid for key in keys("k1").keys] == ["k1"] and asked == [JKU]
    keys("k2")
    assert len(asked) == 1, "an unknown key does not make the issuer's server be asked at every call"
    now[0] = 31.0
    assert [key.kid for key in keys("k2").keys] == ["k1", "k2"] and len(asked) == 2


@pytest.mark.parametrize(
    "answer",
    [
        httpx2.Response(500), httpx2.Response(302, headers={"location": "https://evil.example"}),
        httpx2.Response(200, text="no"), httpx2.Response(200, json=[]), httpx2.Response(200, json={"keys": [{"kty": "x"}]}),
    ],
)  # fmt: skip
def test_keys_that_cannot_be_read_let_nobody_in(answer):
    client, asked = served(lambda count: answer)
    with pytest.raises(TokenError, match="cannot be read"):
        keys_at(JKU, client)("k1")
    assert asked == [JKU], "no redirect is followed"
