"""A provider of sign-ins (OpenID Connect) for tests: it lets in whoever it is told to, at once."""

import json
import threading
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "ties", "a secret of the client"


class Provider(ThreadingHTTPServer):
    """`claims` is what it says of the next person who comes."""

    def __init__(self) -> None:
        super().__init__(("localhost", 0), _Answer)
        self.key = RSAKey.generate_key(2048, {"kid": "1", "alg": "RS256", "use": "sig"})
        self.claims: dict[str, object] = {}
        self.given: dict[str, dict] = {}

    @property
    def address(self) -> str:
        return f"http://localhost:{self.server_port}"

    def secrets(self, app: str) -> str:
        """Return the section of the secrets that an app at an address needs."""
        return (
            f'[auth]\nredirect_uri = "{app}/oauth2callback"\n'
            f'cookie_secret = "{"c" * 40}"\nclient_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n'
            f'server_metadata_url = "{self.address}/.well-known/openid-configuration"\n'
        )


class _Answer(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(asked.query).items()}
        if asked.path == "/.well-known/openid-configuration":
            at = self.server.address
            self._say({
                "issuer": at, "authorization_endpoint": f"{at}/authorize",
                "token_endpoint": f"{at}/token", "jwks_uri": f"{at}/keys",
                "response_types_supported": ["code"], "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            })  # fmt: skip
        elif asked.path == "/keys":
            self._say({"keys": [self.server.key.as_dict(private=False)]})
        elif asked.path == "/authorize" and query["client_id"] == CLIENT:
            code = f"code-{len(self.server.given)}"
            self.server.given[code] = {**query, "claims": dict(self.server.claims)}
            back = urlencode({"code": code, "state": query["state"]})
            self.send_response(302)
            self.send_header("Location", f"{query['redirect_uri']}?{back}")
            self.end_headers()
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        asked = {name: values[0] for name, values in parse_qs(body).items()}
        named = b64decode(self.headers["Authorization"].partition(" ")[2]).decode().partition(":")
        given = self.server.given.pop(asked["code"], None)
        if given is None or (unquote(named[0]), unquote(named[2])) != (CLIENT, SECRET):
            self.send_error(401)
            return
        now = int(time.time())
        claims = {"iss": self.server.address, "aud": CLIENT, "sub": "1", "iat": now,
                  "exp": now + 300, "nonce": given.get("nonce"), **given["claims"]}  # fmt: skip
        token = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.server.key)
        self._say({"access_token": "x", "token_type": "Bearer", "id_token": token})

    def _say(self, content: dict) -> None:
        data = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def providing() -> Iterator[Provider]:
    """Run a provider."""
    provider = Provider()
    thread = threading.Thread(target=provider.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        provider.server_close()
        thread.join()
