"""Over TLS: the certificate has to be of the name that was asked for, though the connection goes to an address that was looked at."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from fetching.hospital import Hospital, Listening
from osteon.serve.fetching.failures import RemoteError
from osteon.serve.fetching.server import Server, open_server
from osteon.serve.settings import ServeSettings


class Authority:
    """An authority of one's own that signs certificates."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.key = folder, ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority")])
        self.file = folder / "authority.pem"
        whole = self._build(self.name, self.key).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        identifier = x509.SubjectKeyIdentifier.from_public_key(self.key.public_key())
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        whole = whole.add_extension(identifier, critical=False).add_extension(usage, critical=True)
        self.file.write_bytes(whole.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def _build(self, name: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        whole = x509.CertificateBuilder().subject_name(name).issuer_name(self.name).public_key(key.public_key())
        return whole.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(2))

    def context(self, host: str) -> ssl.SSLContext:
        """What a server of this name needs to speak TLS."""
        key = ec.generate_private_key(ec.SECP256R1())
        whole = self._build(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]), key)
        whole = whole.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        whole = whole.add_extension(issuer, critical=False)
        signed = whole.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file = self.folder / f"{host}.pem"
        file.write_bytes(signed + private)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


@contextmanager
def hospital_called(host: str, authority: Authority, believed: Path | None) -> Iterator[tuple[Hospital, Server]]:
    """A hospital at this machine with a certificate of that name, and what fetches from `ehr.example` there."""
    hospital = Hospital()
    with Listening(hospital) as listening:
        port = listening.server.server_address[1]
        listening.server.socket = authority.context(host).wrap_socket(listening.server.socket, server_side=True)
        settings = ServeSettings(
            fetch_server=f"https://ehr.example:{port}/fhir", fetch_networks=str(ip_network("127.0.0.0/8")), fetch_authorities=believed
        )
        server = open_server(settings, find=lambda *_: ["127.0.0.1"], tries=1)
        try:
            yield hospital, server
        finally:
            server.close()


def test_the_certificate_is_of_the_name(tmp_path: Path):
    authority = Authority(tmp_path)
    with hospital_called("ehr.example", authority, authority.file) as (hospital, server):
        assert server.ask_json(f"{server.base}/metadata")["fhirVersion"] == "4.0.1"
        assert hospital.asked[0].headers["host"].startswith("ehr.example:")


@pytest.mark.parametrize(("host", "believed"), [("other.example", True), ("127.0.0.1", True), ("ehr.example", False)])
def test_another_certificate_is_not_believed(tmp_path: Path, host: str, believed: bool):
    authority = Authority(tmp_path)
    with hospital_called(host, authority, authority.file if believed else None) as (hospital, server):
        with pytest.raises(RemoteError, match="certificate"):
            server.ask_json(f"{server.base}/metadata")
        assert hospital.asked == []
