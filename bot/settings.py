"""The settings: the only reader of the environment. All mistakes are reported together."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import unquote, urlsplit

from dotenv import dotenv_values
from pydantic import (
    BaseModel,
    BeforeValidator,
    ByteSize,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)

from bot.errors import StartFailed
from capture.egress import AllowedNetwork, parse_networks, parse_ports

PREFIX = "SNAPKEEP_"
PASSWORD = re.compile(r"(?<=://)([^:/@\s]*):([^@\s]*)(?=@)")  # and the user before it, in an address
TELEGRAM_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")  # Bot API, setWebhook.secret_token
LOCAL_HOSTS = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}  # noqa: S104 - read here, not bound


def hide_passwords(text: str) -> str:
    """The text with stars for what stands between a user and a host."""
    return PASSWORD.sub(r"\1:***", text)


def _parse_web_root(value: object) -> str:
    text = str(value).strip().rstrip("/")
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("expected an address such as https://keep.example.com")
    if parts.query or parts.fragment:
        raise ValueError("expected an address without ? and #")
    return text


def _parse_user_ids(value: object) -> object:
    if not isinstance(value, str):
        return value
    words = [word.strip() for word in value.split(",") if word.strip()]
    if not all(word.isdecimal() and int(word) > 0 for word in words):
        raise ValueError("expected Telegram user ids separated by commas, such as 12345678,87654321")
    return tuple(int(word) for word in words)


def _parse_token(value: object) -> str:
    text = str(value).strip()
    if re.search(r"[\s/]", text):
        raise ValueError("expected the token as @BotFather gave it, such as 123456:ABC-DEF")
    return text


def _parse_secret(value: object) -> str:
    if not TELEGRAM_SECRET.fullmatch(str(value)):
        raise ValueError("expected at most 256 letters, digits, _ and -")
    return str(value)


def _parse_networks(value: object) -> object:
    return parse_networks(value) if isinstance(value, str) else value


def _parse_ports(value: object) -> object:
    return parse_ports(value) if isinstance(value, str) else value


WebRoot = Annotated[str, BeforeValidator(_parse_web_root)]


class Settings(BaseModel):
    """Every setting, its default and what it means; `.env.example` lists the same, and a test compares them."""

    model_config = ConfigDict(frozen=True, validate_default=True, extra="forbid", arbitrary_types_allowed=True)

    telegram_token: Annotated[SecretStr, BeforeValidator(_parse_token)] = SecretStr("")
    telegram_api: WebRoot = "https://api.telegram.org"
    allowed_users: Annotated[tuple[int, ...], BeforeValidator(_parse_user_ids)] = ()
    webhook_url: WebRoot = ""
    webhook_secret: Annotated[SecretStr, BeforeValidator(_parse_secret)] = SecretStr("")
    public_url: WebRoot = ""
    content_url: WebRoot = ""
    replay_url: WebRoot = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    health_port: int = Field(default=0, ge=0, le=65535)
    data_dir: Path = Path("data")
    database_url: str = "sqlite://{data}/snapkeep.db"
    blobs_url: str = "file://{data}/blobs"
    captures: int = Field(default=2, ge=1, le=64)
    capture_seconds: float = Field(default=60, ge=5, le=600)
    max_waiting: int = Field(default=5, ge=1)
    max_per_day: int = Field(default=100, ge=1)
    max_bytes: ByteSize = Field(default=ByteSize(2 * 1024**3), ge=1)
    max_watches: int = Field(default=20, ge=0)
    egress_allow: Annotated[tuple[AllowedNetwork, ...], BeforeValidator(_parse_networks)] = ()
    egress_ports: Annotated[tuple[range, ...], BeforeValidator(_parse_ports)] = parse_ports(
        "80,443,8000,8008,8080,8081,8443,8888"
    )
    browser: str = ""
    api_token: SecretStr = SecretStr("")
    otlp_url: WebRoot = ""
    log_level: str = Field(default="info", pattern=r"(?i)^(debug|info|warning|error)$")
    log_format: str = Field(default="text", pattern=r"^(text|json)$")

    def list_secrets(self) -> tuple[str, ...]:
        """What may stand in no log: tokens, and the passwords inside addresses, as written and as meant."""
        fields = (self.telegram_token, self.webhook_secret, self.api_token)
        passwords = [found[2] for url in (self.database_url, self.blobs_url) for found in PASSWORD.finditer(url)]
        return (*(field.get_secret_value() for field in fields), *passwords, *map(unquote, passwords))

    @model_validator(mode="after")
    def _fill_in(self) -> Self:
        """Give the settings that follow from others their values."""
        data = self.data_dir.expanduser().absolute()
        follow = {
            "data_dir": data,
            "database_url": self.database_url.replace("{data}", str(data)),
            "blobs_url": self.blobs_url.replace("{data}", str(data)),
            "public_url": self.public_url or f"http://{LOCAL_HOSTS.get(self.host, self.host)}:{self.port}",
        }
        for name, value in follow.items():
            object.__setattr__(self, name, value)  # the model is frozen for everybody else
        if self.content_url and urlsplit(self.content_url).netloc == urlsplit(self.public_url).netloc:
            raise ValueError(
                "SNAPKEEP_CONTENT_URL: expected another host or port than that of SNAPKEEP_PUBLIC_URL, or nothing"
            )
        ours = {urlsplit(url).netloc for url in (self.public_url, self.content_url)}
        if self.replay_url and (not self.content_url or urlsplit(self.replay_url).netloc in ours):
            raise ValueError(
                "SNAPKEEP_REPLAY_URL: expected a third host or port, beside SNAPKEEP_PUBLIC_URL and"
                " SNAPKEEP_CONTENT_URL, for archived scripts run there; or nothing"
            )
        return self


def _read(environment: Mapping[str, str], env_file: Path) -> dict[str, str]:
    """Return the Snapkeep variables that are set; the environment wins over the file, empty means default."""
    from_file = dotenv_values(env_file) if env_file.is_file() else {}
    merged = {**from_file, **environment}
    return {name: value for name, value in merged.items() if name.upper().startswith(PREFIX) and value is not None}


def load_settings(environment: Mapping[str, str] | None = None, env_file: Path = Path(".env")) -> Settings:
    """Read the settings; raise `StartFailed` with one line for every mistake."""
    values = _read(os.environ if environment is None else environment, env_file)
    names = {name: name.upper().removeprefix(PREFIX).lower() for name in values}
    mistakes = [
        f"{variable}: there is no such setting (see .env.example)"
        for variable, name in names.items()
        if name not in Settings.model_fields
    ]
    known = {
        name: values[variable]
        for variable, name in names.items()
        if name in Settings.model_fields and values[variable].strip()
    }
    try:
        settings = Settings.model_validate(known)
    except ValidationError as error:
        for mistake in error.errors(include_url=False, include_input=False):
            message = mistake["msg"].removeprefix("Value error, ")
            mistakes.append(f"{PREFIX}{str(mistake['loc'][0]).upper()}: {message}" if mistake["loc"] else message)
    if mistakes:
        raise StartFailed("\n".join(mistakes))
    return settings
