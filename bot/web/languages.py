"""The language of a visitor, by the Accept-Language header."""

from collections.abc import Iterator

from bot.i18n import DEFAULT_LOCALE, resolve_locale

_MOST_NAMES = 20  # a header may be 8 KiB long; nobody reads twenty languages


def choose_locale(header: str) -> str:
    """The visitor's dearest language that we speak; the default where we speak none of them."""
    for name in parse_languages(header):
        locale = resolve_locale(name)
        if _primary(locale) == _primary(name):
            return locale
    return DEFAULT_LOCALE


def parse_languages(header: str) -> tuple[str, ...]:
    """Names of languages, the dearest first; what cannot be read is left out."""
    weighted = sorted(_weighted_names(header), key=lambda pair: -pair[0])
    return tuple(name for weight, name in weighted if weight > 0)


def _weighted_names(header: str) -> Iterator[tuple[float, str]]:
    for part in header.split(",")[:_MOST_NAMES]:
        name, _, parameters = part.partition(";")
        if name.strip() and name.strip() != "*":
            yield _parse_weight(parameters), name.strip()


def _parse_weight(parameters: str) -> float:
    name, _, value = parameters.partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0


def _primary(name: str) -> str:
    return name.replace("_", "-").partition("-")[0].lower()
