"""The words of a language: sentences from `locales/`, plurals, dates and sizes by Babel."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_time, format_timedelta
from babel.numbers import format_decimal
from babel.units import format_unit

FOLDER = Path(__file__).with_name("locales")
LOCALES = tuple(sorted(path.stem for path in FOLDER.glob("*.json")))
DEFAULT_LOCALE = "en"
RELATIVE_FOR = timedelta(days=30)  # "3 weeks ago" says more than a date; "15 weeks ago" says less
SIZES = ("byte", "kilobyte", "megabyte", "gigabyte", "terabyte")

Message = str | Mapping[str, str]  # one sentence, or one for each plural form


class Translator:
    """Says things in one language.

    A sentence with plural forms chooses by its value `count` (how many), or by `place` (which one: 2nd).
    """

    def __init__(self, locale: str, messages: Mapping[str, Message]) -> None:
        self.locale = locale
        self._messages = messages
        self._babel = Locale.parse(locale, sep="-")

    def __contains__(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return key in self._messages

    def text(self, key: str, **values: str | int) -> str:
        """Return the sentence of a key with its values filled in; a missing key or value is a KeyError."""
        message = self._messages[key]
        template = message if isinstance(message, str) else message[self._form(message, values)]
        return template.format_map({name: self._shown(value) for name, value in values.items()})

    def _form(self, forms: Mapping[str, str], values: Mapping[str, str | int]) -> str:
        if "place" in values:
            form = self._babel.ordinal_form(int(values["place"]))
        else:
            form = self._babel.plural_form(int(values["count"]))
        return form if form in forms else "other"

    def _shown(self, value: str | int) -> str:
        return self.number(value) if isinstance(value, int) else value

    def number(self, value: int) -> str:
        """Return a number as this language groups its digits."""
        return format_decimal(value, locale=self._babel)

    def date(self, moment: datetime) -> str:
        """Return the day of a moment, in UTC."""
        return format_date(moment.astimezone(UTC), "medium", locale=self._babel)

    def date_time(self, moment: datetime) -> str:
        """Return the day and minute of a moment, and that they are UTC."""
        clock = format_time(moment.astimezone(UTC), "HH:mm", tzinfo=UTC, locale=self._babel)
        return self.text("moment.date_time", date=self.date(moment), time=clock)

    def moment(self, then: datetime, now: datetime) -> str:
        """Return how long ago something was; its date where that is long ago."""
        age = now - then
        if age < timedelta(minutes=1):
            return self.text("moment.now")
        if age >= RELATIVE_FOR:
            return self.date(then)
        return format_timedelta(-age, threshold=1, add_direction=True, locale=self._babel)

    def size(self, count: int) -> str:
        """Return a number of bytes as people read it, 1,024 of each to the next."""
        amount, step = float(count), 0
        while amount >= 1000 and step < len(SIZES) - 1:
            amount, step = amount / 1024, step + 1
        return format_unit(
            amount,
            f"digital-{SIZES[step]}",
            "short" if step else "long",
            format="#,##0.#" if amount < 10 else "#,##0",
            locale=self._babel,
        )


@cache
def get_translator(locale: str) -> Translator:
    """Return the translator of a language; of the nearest one where there is no such file."""
    name = resolve_locale(locale)
    if name != locale:
        return get_translator(name)
    return Translator(name, json.loads((FOLDER / f"{name}.json").read_text("utf-8")))


def resolve_locale(code: str | None) -> str:
    """Return the language of ours that is nearest to a code such as "zh-CN" or "pt_BR"; English for none."""
    wanted = (code or "").strip().replace("_", "-").casefold()
    for name in LOCALES:
        if name.casefold() == wanted:
            return name
    language = wanted.partition("-")[0]
    return next((name for name in LOCALES if name.partition("-")[0] == language), DEFAULT_LOCALE)
