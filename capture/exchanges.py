"""What went over the wire during one capture: the records that archives and copies are made of."""

from dataclasses import dataclass, field
from datetime import datetime

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer; every redirect hop is one of its own."""

    url: str
    method: str
    request_headers: Headers
    status: int
    reason: str
    response_headers: Headers  # as the server sent them
    body: bytes = field(repr=False)  # content-encoding undone: what the page saw
    media_type: str  # lower-cased, without parameters
    resource_type: str  # Playwright's: document, stylesheet, image, font, …
    started_at: datetime  # aware, UTC
    request_body: bytes = field(default=b"", repr=False)
    server_address: str = ""  # ip:port as our gate dialled it
    is_cut: bool = False  # over a limit, or it broke off
