import pytest

from bot.commands.permalinks import read_permalink


@pytest.mark.parametrize(
    "text",
    [
        "S3cretPermalink_000001",
        "/s/S3cretPermalink_000001",
        "https://keep.example.org/s/S3cretPermalink_000001",
        "https://keep.example.org/s/S3cretPermalink_000001/",
        "https://keep.example.org/s/S3cretPermalink_000001.json",
        "https://keep.example.org/s/S3cretPermalink_000001?size=thumb#top",
        " S3cretPermalink_000001\n",
        "https://keep.example.org/s/S3cretPermalink_000001/screenshot",
        "keep.example.org/s/S3cretPermalink_000001",
    ],
)
def test_id_is_read_from_every_form_of_a_permalink(text: str) -> None:
    assert read_permalink(text) == "S3cretPermalink_000001"
