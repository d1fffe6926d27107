import re
from pathlib import Path

import pytest

from bot.errors import StartFailed
from bot.settings import PREFIX, Settings, load_settings

ROOT = Path(__file__).parents[2]
NO_FILE = Path("no-such-file")


def load(**environment: str) -> Settings:
    return load_settings({PREFIX + name: value for name, value in environment.items()}, NO_FILE)


def test_example_file_lists_every_setting_and_no_other() -> None:
    text = (ROOT / ".env.example").read_text()

    names = re.findall(rf"^# {PREFIX}([A-Z_]+)=", text, re.MULTILINE)

    assert sorted(names) == sorted(name.upper() for name in Settings.model_fields)


def test_defaults_in_the_example_file_are_the_defaults() -> None:
    text = (ROOT / ".env.example").read_text()
    example = dict(re.findall(rf"^# {PREFIX}([A-Z_]+)=(.*)$", text, re.MULTILINE))

    assert load(**example) == load()


def test_all_mistakes_are_reported_together() -> None:
    with pytest.raises(StartFailed) as failure:
        load(PORT="eighty", COLOUR="red", ALLOWED_USERS="ann", EGRESS_ALLOW="10.0.0.0/40")

    lines = str(failure.value).splitlines()
    assert {line.partition(":")[0] for line in lines} == {
        "SNAPKEEP_PORT",
        "SNAPKEEP_COLOUR",
        "SNAPKEEP_ALLOWED_USERS",
        "SNAPKEEP_EGRESS_ALLOW",
    }


def test_environment_wins_over_the_file(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("SNAPKEEP_PORT=9000\nSNAPKEEP_CAPTURES=3\nOTHER=1\n")

    settings = load_settings({"SNAPKEEP_PORT": "9001"}, env_file)

    assert (settings.port, settings.captures) == (9001, 3)


def test_unknown_name_in_the_file_stops_the_start(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("SNAPKEEP_TOKEN=1:a\n")

    with pytest.raises(StartFailed, match="SNAPKEEP_TOKEN"):
        load_settings({}, env_file)


def test_empty_value_means_the_default() -> None:
    assert load(PORT="", CAPTURE_SECONDS=" ") == load()


def test_permalinks_follow_the_port() -> None:
    assert load(PORT="9000").public_url == "http://127.0.0.1:9000"
    assert load(PORT="9000", HOST="0.0.0.0").public_url == "http://127.0.0.1:9000"
    assert load(PUBLIC_URL="https://keep.example.com/").public_url == "https://keep.example.com"


def test_data_folder_is_filled_into_the_addresses(tmp_path: Path) -> None:
    settings = load(DATA_DIR=str(tmp_path))

    assert settings.database_url == f"sqlite://{tmp_path}/snapkeep.db"
    assert settings.blobs_url == f"file://{tmp_path}/blobs"


@pytest.mark.parametrize("name", ["TELEGRAM_TOKEN", "WEBHOOK_SECRET", "API_TOKEN"])
def test_secrets_print_as_stars(name: str) -> None:
    settings = load(**{name: "123456-very-secret"})

    assert "very-secret" not in repr(settings)
    assert "very-secret" not in str(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "keep.example.com"),
        ("PUBLIC_URL", "ftp://keep.example.com"),
        ("TELEGRAM_API", "http://"),
        ("TELEGRAM_TOKEN", "123 456"),
        ("WEBHOOK_SECRET", "with spaces"),
        ("CAPTURES", "0"),
        ("MAX_BYTES", "many"),
        ("EGRESS_PORTS", "80-"),
        ("LOG_FORMAT", "xml"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_bad_value_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(StartFailed, match=f"^SNAPKEEP_{name}: "):
        load(**{name: value})


def test_passwords_inside_addresses_are_secrets_however_they_are_written(tmp_path: Path) -> None:
    settings = load_settings({"SNAPKEEP_BLOBS_URL": "s3://key:a%2Fb@host/bucket"}, tmp_path / "no.env")

    assert {"a%2Fb", "a/b"} <= set(settings.list_secrets())


def test_quotas_are_five_waiting_a_hundred_a_day_and_two_gibibytes_unless_set_otherwise() -> None:
    usual, other = load(), load(MAX_WAITING="7", MAX_PER_DAY="8", MAX_BYTES="9MiB")

    assert (usual.max_waiting, usual.max_per_day, usual.max_bytes) == (5, 100, 2 * 1024**3)
    assert (other.max_waiting, other.max_per_day, other.max_bytes) == (7, 8, 9 * 1024**2)


def test_content_address_is_another_than_the_public_one() -> None:
    with pytest.raises(StartFailed, match="SNAPKEEP_CONTENT_URL: expected another host"):
        load(PUBLIC_URL="https://keep.example", CONTENT_URL="https://keep.example")


@pytest.mark.parametrize("content", ["", "https://content.example", "https://replay.example"])
def test_replay_stands_on_a_third_origin_beside_two(content: str) -> None:
    if content == "https://content.example":
        assert load(CONTENT_URL=content, REPLAY_URL="https://replay.example/viewer").replay_url
        return
    with pytest.raises(StartFailed, match="SNAPKEEP_REPLAY_URL: expected a third host"):
        load(CONTENT_URL=content, REPLAY_URL="https://replay.example")
