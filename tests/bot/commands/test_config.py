from bot.settings import PREFIX, Settings
from tests.terminal import Terminal


def test_every_setting_is_shown_as_it_is_in_force(snapkeep: Terminal) -> None:
    snapkeep.set(
        CAPTURES="3", EGRESS_ALLOW="10.0.0.0/8:8080,127.0.0.1/32", EGRESS_PORTS="80,8000-8010", MAX_BYTES="1GiB"
    )

    done = snapkeep("config")
    shown = dict(line.split("=", 1) for line in done.out.splitlines())

    assert done.status == 0
    assert shown.keys() == {PREFIX + name.upper() for name in Settings.model_fields}
    assert shown["SNAPKEEP_CAPTURES"] == "3"
    assert shown["SNAPKEEP_EGRESS_ALLOW"] == "[10.0.0.0/8]:8080,127.0.0.1/32"
    assert shown["SNAPKEEP_EGRESS_PORTS"] == "80,8000-8010"
    assert shown["SNAPKEEP_DATABASE_URL"] == f"sqlite://{snapkeep.data}/snapkeep.db"


def test_secrets_are_stars(snapkeep: Terminal) -> None:
    snapkeep.set(
        TELEGRAM_TOKEN="123456:ABC-DEF",
        WEBHOOK_SECRET="hook-secret",
        API_TOKEN="api-secret",
        DATABASE_URL="postgres://ann:db-secret@host/snapkeep",
        BLOBS_URL="s3://key:blob-secret@bucket/",
    )

    out = snapkeep("config").out

    for secret in ("ABC-DEF", "hook-secret", "api-secret", "db-secret", "blob-secret"):
        assert secret not in out
    assert "postgres://ann:***@host/snapkeep" in out


def test_mistakes_are_all_reported(snapkeep: Terminal) -> None:
    snapkeep.set(PORT="eighty", COLOUR="red")

    done = snapkeep("config")

    assert (done.status, done.out) == (1, "")
    assert [line.partition(":")[0] for line in done.err.splitlines()] == ["SNAPKEEP_COLOUR", "SNAPKEEP_PORT"]
