"""Redirects of every kind: to a good page, to a private address (AT), and to nowhere at all."""

from collections.abc import Iterator, Mapping

STATUSES = ("300 Multiple Choices", "301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent")
FOLLOWED = frozenset(STATUSES) - {"300 Multiple Choices"}
OK, BLOCKED, UNREACHABLE = "complete/ok", "failed/blocked", "failed/unreachable"
NOWHERE = (BLOCKED, UNREACHABLE)  # who says no first, the gate or the browser, is the browser's choice

# What stands in `Location`, and how a capture that gets it ends.
LOCATIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "relative": ("landed", (OK,)),
    "without-scheme": ("//{host}/landed", (OK,)),
    "backslashes": ("\\\\{host}\\landed", (OK,)),
    "in-capitals": ("HTTP://{host}/landed", (OK,)),
    "one-slash": ("http:/landed", (OK,)),
    "spaces-around": ("  /landed  ", (OK,)),
    "a-place-in-it": ("/landed#below", (OK,)),
    "not-encoded": ("/landed?q=ä ö&x=<script>", (OK,)),
    "with-a-password": ("http://user:secret@{host}/landed", (OK,)),
    "a-line-break": ("/landed%0d%0aSet-Cookie:x=1", ("complete/http_error",)),
    "empty": ("", (OK,)),
    "no-host": ("http://", NOWHERE),
    "about": ("about:blank", NOWHERE),
    "blob": ("blob:http://{host}/x", NOWHERE),
    "view-source": ("view-source:http://{host}/landed", NOWHERE),
    "filesystem": ("filesystem:http://{host}/temporary/x", NOWHERE),
    "intent": ("intent://{host}/#Intent;scheme=http;end", NOWHERE),
    "web-socket": ("ws://{host}/", NOWHERE),
    "gopher": ("gopher://AT/_x", NOWHERE),
    "private": ("http://AT/", (BLOCKED,)),
    "private-with-a-name": ("http://user@AT/", (BLOCKED,)),
    "private-decimal": ("http://2130706435:PORT/", (BLOCKED,)),
    "private-by-ipv6": ("http://[::ffff:127.0.0.3]:PORT/", (BLOCKED,)),
    "meta-data": ("http://169.254.169.254/latest/meta-data/", (BLOCKED,)),
    "closed-port": ("http://127.0.0.1:22/", (BLOCKED,)),
}
ROUNDS = 12  # hops before the last one


def list_answers() -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Path, status line, further headers, and the ends."""
    for status in STATUSES:
        code = status.partition(" ")[0]
        yield f"/moved-{code}", status, "Location: /landed\r\n", (OK,)
        yield (
            f"/moved-{code}-inside",
            status,
            "Location: http://AT/\r\n",
            (BLOCKED,) if status in FOLLOWED else (OK,),
        )
    for name, (location, ends) in LOCATIONS.items():
        yield f"/to-{name}", "302 Found", f"Location: {location}\r\n", ends
    yield "/to-two-places", "302 Found", "Location: /landed\r\nLocation: http://AT/\r\n", NOWHERE
    attached = "Content-Disposition: attachment; filename=x.bin\r\nLocation: http://AT/\r\n"
    yield "/to-attachment-inside", "302 Found", attached, (BLOCKED,)
    yield "/to-no-place", "302 Found", "", (OK,)
    yield "/refresh", "200 OK", "Refresh: 0; url=/landed\r\n", (OK,)
    yield "/hop-0", "302 Found", "Location: http://AT/\r\n", (BLOCKED,)
    for number in range(1, ROUNDS + 1):
        yield f"/hop-{number}", "302 Found", f"Location: /hop-{number - 1}?AT\r\n", (BLOCKED,)


ALL = {path: (status, headers, ends) for path, status, headers, ends in list_answers()}
REDIRECTS: Mapping[str, tuple[str, str]] = {path: (status, headers) for path, (status, headers, _) in ALL.items()}
LANDED = "/landed"
# Of the hops, the first one stands for all: each of the others is on its way.
REDIRECT_ENDS: Mapping[str, tuple[str, ...]] = {
    path: ends for path, (*_, ends) in ALL.items() if not path.startswith("/hop-") or path == f"/hop-{ROUNDS}"
}
