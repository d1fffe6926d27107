from base64 import urlsafe_b64decode

from models.ids import new_permalink, new_secret


def test_permalinks_and_secrets_have_128_bits_at_least_and_none_comes_twice() -> None:
    for make in (new_permalink, new_secret):
        made = {make() for _ in range(1000)}

        assert len(made) == 1000
        assert min(len(urlsafe_b64decode(one + "==")) for one in made) * 8 >= 128
        bits = [int.from_bytes(urlsafe_b64decode(one + "==")[:16]) for one in made]
        assert all(400 < sum(number >> place & 1 for number in bits) < 600 for place in range(128))
