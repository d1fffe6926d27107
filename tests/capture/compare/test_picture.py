"""Pages are drawn as lines of random bars, which is how text looks from afar; saved as JPEG as ours are."""

import random

import pyvips

from capture.compare.picture import MOST_HEIGHT, compare_pictures

WIDTH, PITCH = 640, 29


def draw(lines: list[int], *, width: int = WIDTH) -> bytes:
    """A page with a line of its own for each number."""
    rows = b"".join(bytes([250]) * width * 15 + draw_line(number, width) for number in lines)
    page = pyvips.Image.new_from_memory(rows, width, len(lines) * PITCH, 1, "uchar")
    return bytes(page.copy(interpretation="b-w").colourspace("srgb").jpegsave_buffer(Q=80))


def draw_line(number: int, width: int) -> bytes:
    """Fourteen rows of ink, no two of them alike."""
    dice = random.Random(number)  # noqa: S311 - the same line for the same number
    words = bytearray([250]) * 40
    while len(words) < width - 60:
        words += bytes([35]) * dice.randint(12, 60) + bytes([250]) * dice.randint(6, 9)
    words = words.ljust(width, b"\xfa")[:width]
    rows = (bytes(250 if dice.random() < 0.5 else level for level in words) for _ in range(14))
    return b"".join(rows)


def test_the_same_page_has_no_changed_region() -> None:
    page = draw(list(range(40)))

    found = compare_pictures(page, page)

    assert found is not None
    assert found.regions == 0
    assert found.jpeg == b""


def test_what_only_moved_down_has_not_changed() -> None:
    before = draw(list(range(60)))
    after = draw([*range(20), 900, 901, 902, *range(20, 60)])

    found = compare_pictures(before, after)

    assert found is not None
    assert found.regions == 1
    assert found.share < 3 / 60 * 1.2, "the three lines that were put in, and nothing below them"
    assert found.height < 14 * 3 + 29 * 3 + 2 * 120 + 20


def test_a_line_that_moved_a_row_more_than_its_neighbours_has_not_changed() -> None:
    before, after = draw(list(range(40))), draw([*range(10), 900, *range(10, 40)])
    page = pyvips.Image.new_from_buffer(after, "")
    place = 31 * PITCH  # within the lines that moved down
    upper, lower = page.crop(0, 0, WIDTH, place), page.crop(0, place, WIDTH, page.height - place)
    blank = pyvips.Image.black(WIDTH, 1, bands=3).linear(1, 250).cast("uchar")
    rounded = bytes(upper.join(blank, "vertical").join(lower, "vertical").jpegsave_buffer(Q=80))

    found = compare_pictures(before, rounded)

    assert found is not None
    assert found.regions == 1, "the line that was put in"


def test_what_was_taken_out_is_a_line_where_it_was() -> None:
    found = compare_pictures(draw(list(range(40))), draw([*range(10), *range(13, 40)]))

    assert found is not None
    assert found.regions == 1
    assert found.share == 0
    assert found.jpeg


def test_one_changed_line_is_one_region_in_its_place() -> None:
    found = compare_pictures(draw(list(range(40))), draw([*range(10), 500, *range(11, 40)]))

    assert found is not None
    assert found.regions == 1
    assert found.share < 0.03


def test_regions_far_apart_stand_one_below_the_other_within_a_legible_height() -> None:
    after = list(range(400))
    for index in range(10, 400, 40):
        after[index] = 1000 + index

    found = compare_pictures(draw(list(range(400))), draw(after))

    assert found is not None
    assert found.regions == 10
    assert found.height <= MOST_HEIGHT
    assert 0 < found.left_out < 4, "what there was no room for is counted"


def test_pictures_of_another_width_and_no_pictures_at_all_are_not_compared() -> None:
    page = draw(list(range(10)))

    assert compare_pictures(page, draw(list(range(10)), width=400)) is None
    assert compare_pictures(page, b"no picture") is None
