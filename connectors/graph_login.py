"""How a program of the municipality's own proves to Microsoft's login server who it is, and what it gets for that.

Client credentials: a tenant, a client id and either a secret or a certificate,
with which a short statement is signed (PS256).

Sources (read 2026-11-22): https://learn.microsoft.com/graph/auth-v2-service,
https://learn.microsoft.com/entra/identity-platform/certificate-credentials
"""

from __future__ import annotations

import base64
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from connectors.tree import refused
from dsar.secrets import Secret

STATEMENT = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
STATEMENT_LIVES_S = 300


@dataclass(frozen=True, slots=True)
class Login:
    """Who asks, and where that is proved. ``where`` begins messages: ``stores.NAME``."""

    where: str
    authority: str
    tenant: str
    client_id: str
    secret: Secret | None
    certificate: Secret | None
    """The private key (RSA) and its certificate, one after the other in PEM."""

    @property
    def address(self) -> str:
        """Where a token is asked for."""
        return f"{self.authority}/{self.tenant}/oauth2/v2.0/token"

    def form(self, scope: str, *, clock: Callable[[], float] = time.time) -> dict[str, str]:
        """What is sent to get a token.

        Raises:
            SetupError: the secret or the certificate cannot be used.
        """
        asked = {"grant_type": "client_credentials", "client_id": self.client_id, "scope": scope}
        if self.secret is not None:
            return asked | {"client_secret": self.secret.reveal()}
        assert self.certificate is not None
        return asked | {"client_assertion_type": STATEMENT, "client_assertion": self._statement(int(clock()))}

    def _statement(self, now: int) -> str:
        key, thumbprint = self._key()
        header = {"alg": "PS256", "typ": "JWT", "x5t#S256": _base64(thumbprint)}
        claims: dict[str, Any] = {"aud": self.address, "iss": self.client_id, "sub": self.client_id}
        claims |= {"jti": str(uuid.uuid4()), "nbf": now, "iat": now, "exp": now + STATEMENT_LIVES_S}
        said = ".".join(_base64(json.dumps(part).encode()) for part in (header, claims))
        sha256 = hashes.SHA256()
        signed = key.sign(said.encode(), padding.PSS(padding.MGF1(sha256), padding.PSS.DIGEST_LENGTH), sha256)
        return f"{said}.{_base64(signed)}"

    def _key(self) -> tuple[rsa.RSAPrivateKey, bytes]:
        assert self.certificate is not None
        pem = self.certificate.reveal().encode()
        try:
            key = serialization.load_pem_private_key(pem, None)
            thumbprint = x509.load_pem_x509_certificate(pem).fingerprint(hashes.SHA256())
        except (ValueError, TypeError) as error:
            mend = "Put the key (without a passphrase) and the certificate in it, both as PEM."
            raise refused(f"{self.where}.certificate", "holds no key with its certificate", mend=mend) from error
        if not isinstance(key, rsa.RSAPrivateKey):
            raise refused(f"{self.where}.certificate", "its key is not of the kind RSA", mend="Make one that is.")
        return key, thumbprint


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
