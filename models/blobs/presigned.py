"""Addresses at which a bucket gives one object to whoever has them, for a while: AWS Signature Version 4, in the query.

obstore signs addresses, too, but not with the name and type under which a browser is to save what it gets.
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote, urlsplit

ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class Signer:
    """What signs for one bucket."""

    root: str  # scheme and host, as visitors reach it
    path: str  # of the bucket and the folder in it, `/bucket/folder/`
    region: str
    key: str
    secret: str = field(repr=False)

    def sign(self, key: str, answer: Mapping[str, str], seconds: int, now: datetime) -> str:
        """The address of an object; the bucket answers with these headers, to requests that begin in that time."""
        time = f"{now:%Y%m%dT%H%M%SZ}"
        scope = f"{now:%Y%m%d}/{self.region}/s3/aws4_request"
        path = quote(self.path + key, safe="/~")
        query = _encode(
            {f"response-{name.lower()}": value for name, value in answer.items()}
            | {
                "X-Amz-Algorithm": ALGORITHM,
                "X-Amz-Credential": f"{self.key}/{scope}",
                "X-Amz-Date": time,
                "X-Amz-Expires": str(seconds),
                "X-Amz-SignedHeaders": "host",
            }
        )
        host = urlsplit(self.root).netloc
        request = f"GET\n{path}\n{query}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD"
        text = f"{ALGORITHM}\n{time}\n{scope}\n{sha256(request.encode()).hexdigest()}"
        return f"{self.root}{path}?{query}&X-Amz-Signature={self._sign(scope, text)}"

    def _sign(self, scope: str, text: str) -> str:
        signature = f"AWS4{self.secret}".encode()
        for part in (*scope.split("/"), text):
            signature = hmac.digest(signature, part.encode(), "sha256")
        return signature.hex()


def _encode(values: Mapping[str, str]) -> str:
    return "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in sorted(values.items()))
