"""Address rules as people write them: `zhihu.com`, or `example.com/blog` for what begins so."""

from bot.parsing.syntax import parse_parts

MAX_PATTERN = 255


def parse_pattern(text: str) -> str | None:
    """The host, with the beginning of a path where one is given; nothing where it names no host."""
    bare = text.strip().removeprefix("*.").rstrip("*")
    parts = parse_parts(bare if "://" in bare else f"http://{bare}")
    if parts is None or "." not in parts.host:
        return None
    pattern = f"{parts.host.removeprefix('www.')}{parts.path.rstrip('/')}"
    return pattern if len(pattern) <= MAX_PATTERN else None


def fits(pattern: str, url: str) -> bool:
    """Whether an address is on that host, or below it, and in that part of it."""
    parts = parse_parts(url)
    if parts is None:
        return False
    host, slash, path = pattern.partition("/")
    is_host = parts.host == host or parts.host.endswith(f".{host}")
    return is_host and (not slash or f"{parts.path}/".startswith(f"/{path}/"))
