"""Which addresses are spoken to, and who gets the token: the one server, listed hosts, and nobody in a private network by chance."""

from __future__ import annotations

import gc
import json
from pathlib import Path

import httpx2
import pytest

from fetching.conftest import PUBLIC, Fetching
from fetching.hospital import Asked, Said, refusal
from fetching.test_exports import NDJSON, taken_in, two_people
from osteon.serve.failures import ServeError
from osteon.serve.fetching.failures import RemoteError
from osteon.serve.fetching.keys import LIFE_SECONDS, assertion, load_keys, make_key, public_keys
from osteon.serve.fetching.reach import Reach, reach_of
from osteon.serve.fetching.server import open_server
from osteon.serve.settings import ServeSettings, serve_settings


def files_at(fetching: Fetching, root: str, *, protected: bool) -> None:
    """The files of the export stand somewhere else."""
    found = fetching.hospital.manifest_now()
    found["requiresAccessToken"] = protected
    for item in found["output"]:
        item["url"] = item["url"].replace("https://ehr.example", root)


STRANGE = [
    "https://files.example", "http://ehr.example", "https://ehr.example:8443", "https://ehr.example@files.example", "file:///etc",
    "https://ehr.example.files.example", "https://[::1]", "https://169.254.169.254", "ftp://ehr.example", "gopher://ehr.example",
    "https://ehr.example\\@files.example", "https://ehr.example:99999", "https://user:word@ehr.example", "https://EHR.example.evil",
]  # fmt: skip


@pytest.mark.parametrize("root", STRANGE)
def test_files_on_another_host_are_refused(fetching: Fetching, root: str):
    two_people(fetching)
    files_at(fetching, root, protected=True)
    with pytest.raises(RemoteError):
        fetching()
    assert {ip for _, ip in fetching.wire.seen} == {PUBLIC}
    assert {host for host, _ in fetching.wire.seen} == {"ehr.example"}


@pytest.mark.parametrize("protected", [True, False])
def test_files_on_a_listed_host_are_read_and_get_the_token_only_if_they_need_it(fetching: Fetching, protected: bool):
    two_people(fetching)
    files_at(fetching, "https://files.example", protected=protected)
    fetching.settings["fetch_hosts"] = "files.example"
    assert fetching().whole
    taken_in(fetching)
    files = [one for one in fetching.hospital.asked if one.path.startswith("/files/")]
    assert [bool(one.token) for one in files] == [protected] * 2
    assert {one.headers["host"] for one in files} == {"files.example"}


def test_files_that_need_no_token_do_not_get_it_from_the_server_itself(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.manifest_now()["requiresAccessToken"] = False
    assert fetching().whole
    assert not any(one.token for one in fetching.hospital.asked if one.path.startswith("/files/"))
    assert all(one.token for one in fetching.hospital.asked if one.path.startswith("/jobs/"))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "path", ["/files/patients", "/jobs/1", "/fhir/Group/bone/$export", "/token", "/fhir/.well-known/smart-configuration"]
)
@pytest.mark.parametrize("there", ["https://files.example/x", "http://ehr.example/x", "//files.example/x"])
def test_nobody_is_followed_to_another_host(fetching: Fetching, status: int, path: str, there: str):
    two_people(fetching)
    fetching.settings["fetch_hosts"] = "files.example"
    fetching.hospital.fault(path, *[Said(status, {"Location": there})] * 6)
    try:
        summary = fetching()
    except RemoteError as fault:
        assert "another host" in str(fault)
    else:
        assert not summary.whole and "another host" in str(summary.missing)
    assert {host for host, _ in fetching.wire.seen} == {"ehr.example"}


def test_on_the_same_host_it_is_followed_but_not_for_ever(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.fault("/files/patients", Said(307, {"Location": "/files/patients?again"}))
    assert fetching().whole
    fetching.hospital.fault("/fhir/metadata", *[Said(302, {"Location": "/fhir/metadata"})] * 50)
    with pytest.raises(RemoteError, match="without an end"):
        fetching.server().ask_json("https://ehr.example/fhir/metadata")


def test_tokens_are_asked_for_at_listed_hosts_only(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.configuration["token_endpoint"] = "https://auth.example/token"
    with pytest.raises(RemoteError, match="fetch_hosts"):
        fetching()
    assert not fetching.hospital.used


@pytest.mark.parametrize("ip", [
    "10.0.0.1", "192.168.7.7", "172.16.0.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "fd00::1", "fe80::1",
    "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "2002:0a00:0001::1", "224.0.0.1", "ff02::1", "not an address",
])  # fmt: skip
def test_a_name_that_means_a_private_network_is_not_spoken_to(fetching: Fetching, ip: str):
    two_people(fetching)
    fetching.addresses["ehr.example"] = ip
    with pytest.raises(RemoteError, match="fetch_networks"):
        fetching()
    assert fetching.wire.seen == []


def test_a_private_network_that_is_named_is_spoken_to(fetching: Fetching):
    two_people(fetching)
    fetching.addresses["ehr.example"] = "10.20.0.7"
    fetching.settings["fetch_networks"] = "10.20.0.0/16, fd12::/48"
    assert fetching().whole
    assert {ip for _, ip in fetching.wire.seen} == {"10.20.0.7"}
    fetching.addresses["ehr.example"] = "10.21.0.7"
    with pytest.raises(RemoteError, match="fetch_networks"):
        fetching()


def test_a_name_that_means_another_machine_a_moment_later_is_looked_at_each_time(fetching: Fetching):
    two_people(fetching)

    def turn(asked: Asked) -> None:
        if asked.path == "/jobs/1":
            fetching.addresses["ehr.example"] = "127.0.0.1"

    fetching.hospital.before = turn
    assert "private network" in str(fetching().missing)
    assert fetching.current() == set()
    assert {ip for _, ip in fetching.wire.seen} == {PUBLIC}


def test_a_host_with_several_addresses_is_tried_at_each_that_may_be(fetching: Fetching):
    tried: list[str] = []

    class Partly(httpx2.BaseTransport):
        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            tried.append(request.url.host)
            if ":" in request.url.host:
                raise httpx2.ConnectError("no way there", request=request)
            return fetching.wire.handle_request(request)

    known = ["10.0.0.1", "2606:2800:220:1:248:1893:25c8:1946", PUBLIC]
    settings = ServeSettings(**fetching.settings)
    server = open_server(settings, transport=Partly(), clock=fetching.time.clock, find=lambda *_: known)
    assert server.ask_json(f"{server.base}/metadata", token=False)["fhirVersion"] == "4.0.1"
    assert tried == known[1:]


def test_an_address_of_this_machine_that_is_named_is_meant():
    reach = reach_of(ServeSettings(fetch_server="http://127.0.0.1:8080/fhir"))
    assert reach.check("http://127.0.0.1:8080/jobs/1") and reach.admits("127.0.0.1", "127.0.0.1")
    with pytest.raises(RemoteError):
        reach.check("http://127.0.0.1:8081/jobs/1")
    with pytest.raises(RemoteError):
        Reach("https://a:443", frozenset(("b",))).check("http://b:443/")


@pytest.mark.parametrize("values", [
    {"fetch_server": "http://ehr.example/fhir"}, {"fetch_server": "ehr.example"}, {"fetch_server": "https://a@b/fhir"},
    {"fetch_server": "https://a/fhir?x"}, {"fetch_networks": "10.0.0.0/33"}, {"fetch_networks": "0.0.0.0/0"}, {"fetch_networks": "::/0"},
    {"fetch_hosts": "https://a"}, {"fetch_hosts": "*.example"}, {"fetch_types": "Patient?x"}, {"fetch_client": "x"}, {"fetch_key": "x"},
])  # fmt: skip
def test_settings_that_are_not_safe_are_refused(values: dict[str, str]):
    with pytest.raises(ServeError):
        serve_settings(values, {}, {})


def test_a_server_has_to_be_named():
    with pytest.raises(ServeError, match="fetch_server"):
        open_server(ServeSettings())


# Being let in


@pytest.mark.parametrize(("configuration", "scope"), [
    ({}, "system/*.rs"),
    ({"capabilities": ["permission-v1", "permission-v2"]}, "system/*.rs"),
    ({"capabilities": ["permission-v1"]}, "system/*.read"),
    ({"scopes_supported": ["system/*.read"]}, "system/*.read"),
    ({"scopes_supported": ["system/*.read", "system/*.rs"], "capabilities": ["permission-v1"]}, "system/*.rs"),
    ({"scopes_supported": "system/*.read", "capabilities": 7}, "system/*.rs"),
])  # fmt: skip
def test_the_scope_is_of_the_version_that_the_server_speaks(fetching: Fetching, configuration: dict, scope: str):
    two_people(fetching)
    fetching.hospital.configuration = {"token_endpoint": "https://ehr.example/token", **configuration}
    assert fetching().whole
    assert fetching.hospital.scopes == [scope]


@pytest.mark.parametrize("algorithm", ["ES384", "RS384"])
def test_both_algorithms_are_known_to_the_server(fetching: Fetching, tmp_path: Path, algorithm: str):
    two_people(fetching)
    fetching.hospital.keys = make_key(tmp_path / "key.json", algorithm)
    fetching.settings["fetch_key"] = tmp_path / "key.json"
    assert fetching().whole


def test_an_assertion_lives_shortly_and_is_never_the_same(key: Path):
    private = load_keys(key)[0]
    one, other = (assertion(private, client="me", audience="https://a/token", now=1000.0) for _ in range(2))
    assert one != other and LIFE_SECONDS <= 300


def test_a_token_endpoint_that_is_busy_gets_another_assertion(fetching: Fetching):
    two_people(fetching)
    sent: list[bytes] = []
    fetching.hospital.before = lambda asked: sent.append(asked.body) if asked.path == "/token" else None
    fetching.hospital.fault("/token", refusal(503))
    assert fetching().whole
    assert len(sent) == len(set(sent)) == 2


@pytest.mark.parametrize("said", [
    {"access_token": "a b"}, {"access_token": ""}, {"access_token": 7}, {}, {"access_token": "x", "token_type": "mac"},
    {"access_token": "x\r\nHost: evil"}, {"access_token": "é"}, {"access_token": "x" * 20_000},
])  # fmt: skip
def test_a_token_that_is_none_is_refused(fetching: Fetching, said: dict):
    fetching.hospital.fault("/token", Said(200, {}, json.dumps(said).encode()))
    with pytest.raises(RemoteError, match="token"):
        fetching()


def test_who_is_not_let_in_is_told_why_in_words_of_the_standard(fetching: Fetching):
    fetching.hospital.fault("/token", Said(400, {}, b'{"error": "invalid_scope", "error_description": "Zanderwick"}'))
    with pytest.raises(RemoteError, match=r"400 \(invalid_scope\)") as told:
        fetching()
    assert "Zanderwick" not in str(told.value)


def test_a_server_without_tokens_is_read_without(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.keys = None
    del fetching.settings["fetch_client"], fetching.settings["fetch_key"]
    assert fetching().whole
    assert not any(one.token for one in fetching.hospital.asked)


def test_the_token_is_in_no_table_and_no_file(fetching: Fetching, tmp_path: Path):
    two_people(fetching)
    fetching()
    fetching.database.close()
    gc.collect()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"c1" in kept
    assert not [token for token in fetching.hospital.tokens if token.encode() in kept]


# Keys


def test_a_key_is_private_and_not_written_over(tmp_path: Path):
    path = tmp_path / "key.json"
    told = make_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert set(told["keys"][0]) == {"kty", "crv", "x", "y", "use", "key_ops", "alg", "kid"}
    assert json.loads(path.read_bytes())["keys"][0]["d"]
    before = path.read_bytes()
    with pytest.raises(ServeError, match="already"):
        make_key(path)
    assert path.read_bytes() == before


def test_a_new_key_beside_the_old_one(tmp_path: Path):
    one, two, both = (tmp_path / name for name in ("one", "two", "both"))
    make_key(one), make_key(two, "RS384")
    keys = [json.loads(path.read_bytes())["keys"][0] for path in (two, one)]
    both.write_text(json.dumps({"keys": keys}))
    shown = public_keys(load_keys(both))["keys"]
    assert [key["alg"] for key in shown] == ["RS384", "ES384"]
    assert not [key for key in shown if set(key) & {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}]


@pytest.mark.parametrize("content", [
    "", "[]", "7", "{}", '{"keys": []}', '{"keys": [7]}', '{"kty": "oct", "k": "c2VjcmV0"}',
    '{"kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}',
    "-----BEGIN PRIVATE KEY-----",
])  # fmt: skip
def test_what_is_no_key_for_this_is_refused(tmp_path: Path, content: str):
    path = tmp_path / "key.json"
    path.write_text(content)
    with pytest.raises(ServeError, match="fetch_key"):
        load_keys(path)


def test_a_public_key_cannot_sign(tmp_path: Path):
    path = tmp_path / "public.json"
    path.write_text(json.dumps(make_key(tmp_path / "key.json")))
    with pytest.raises(ServeError, match="fetch_key"):
        load_keys(path)


def test_ndjson_is_what_is_asked_for(fetching: Fetching):
    two_people(fetching)
    fetching()
    asked = next(one for one in fetching.hospital.asked if one.path == "/files/patients")
    assert asked.headers["accept"] == NDJSON["Content-Type"] and asked.headers["accept-encoding"] == "gzip"
