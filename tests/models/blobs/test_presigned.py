from datetime import UTC, datetime

from models.blobs.presigned import Signer


def test_address_is_signed_as_in_amazons_own_example() -> None:
    """https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html, "Example of a presigned URL"."""
    signer = Signer(
        "https://examplebucket.s3.amazonaws.com",
        "/",
        "us-east-1",
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    )

    address = signer.sign("test.txt", {}, 86400, datetime(2013, 5, 24, tzinfo=UTC))

    signature = address.rpartition("X-Amz-Signature=")[2]
    assert signature == "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"


def test_secret_is_not_shown() -> None:
    assert "secret" not in repr(Signer("https://host", "/", "us-east-1", "key", "secret"))
