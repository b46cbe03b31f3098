"""An OpenID provider inside the tests, which does wrong whatever it is told to do wrong."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import orjson
from joserfc import jwt
from joserfc.jwk import RSAKey

ISSUER = "https://login.example"
CLIENT = "osteon-site"
OURS = RSAKey.generate_key(2048, parameters={"kid": "k1"}, auto_kid=False)
STRANGERS = RSAKey.generate_key(2048, parameters={"kid": "k1"}, auto_kid=False)
SETTINGS: dict[str, Any] = {
    "oidc_issuer": ISSUER,
    "oidc_client": CLIENT,
    "oidc_secret": "canary:secret/of client",
    "oidc_roles": "onco-doctors=clinician, onco-nurses=nurse,it=administrator",
    "address": "http://localhost",
}


def plain(data: bytes) -> str:
    """Base64 as tokens have it."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Login:
    """An OpenID provider. What it does wrong is said in `wrong`; `claims` change its tokens."""

    def __init__(self) -> None:
        self.metadata: dict[str, Any] = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
            "end_session_endpoint": f"{ISSUER}/leave?x=1",
        }
        self.claims: dict[str, Any] = {}
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "k1"}
        self.key: Any = OURS
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[httpx2.Request] = []
        self.answer: Any = None

    def sign_in(self, address: str, **changes: str) -> str:
        """What the browser would be sent back with, by a provider that asked nothing."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        brought = {"code": code, "state": query["state"], **changes}
        return "/sign-in/answer?" + "&".join(f"{name}={value}" for name, value in brought.items() if value)

    def token(self, query: dict[str, str]) -> str:
        """The id_token for a sign-in that was asked for like this."""
        at = int(time.time())
        claims = {"iss": ISSUER, "sub": "u-1", "aud": CLIENT, "iat": at, "exp": at + 300, "nonce": query["nonce"]}
        claims |= {"preferred_username": "nora.keller", "groups": ["everybody", "onco-nurses"], **self.claims}
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.header.get("alg") in ("none", "HS256"):
            # By hand: a library of today does not sign like this.
            signed = f"{plain(orjson.dumps(self.header))}.{plain(orjson.dumps(claims))}"
            return f"{signed}.{plain(hmac.digest(self.key, signed.encode(), 'sha256')) if self.key else ''}"
        return jwt.encode(self.header, claims, self.key, algorithms=[self.header["alg"]])

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        path = request.url.path
        if path == "/.well-known/openid-configuration":
            return httpx2.Response(200, json=self.metadata)
        if path == "/keys":
            return httpx2.Response(200, json={"keys": [OURS.as_dict(private=False)]})
        if self.answer is not None:
            return self.answer
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        begun = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if begun is None or begun["code_challenge"] != plain(digest):
            return httpx2.Response(400, json={"error": "invalid_grant"})
        assert form["redirect_uri"] == begun["redirect_uri"] == "http://localhost/sign-in/answer"
        return httpx2.Response(200, json={"id_token": self.token(begun), "access_token": "canary-access", "token_type": "Bearer"})
