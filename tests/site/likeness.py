"""How alike two pictures are, as people see it: SSIM (Wang and others, 2004)."""

import pyvips

SIGMA = 1.5
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


def measure_likeness(one: bytes, other: bytes) -> float:
    """1 for pictures that look the same; what one of them lacks counts as white."""
    first, second = (pyvips.Image.new_from_buffer(picture, "") for picture in (one, other))
    width, height = max(first.width, second.width), max(first.height, second.height)
    x, y = (_grey(picture, width, height) for picture in (first, second))
    mean_x, mean_y = x.gaussblur(SIGMA, precision="float"), y.gaussblur(SIGMA, precision="float")
    variance_x = (x * x).gaussblur(SIGMA, precision="float") - mean_x * mean_x
    variance_y = (y * y).gaussblur(SIGMA, precision="float") - mean_y * mean_y
    covariance = (x * y).gaussblur(SIGMA, precision="float") - mean_x * mean_y
    above = (mean_x * mean_y * 2 + C1) * (covariance * 2 + C2)
    below = (mean_x * mean_x + mean_y * mean_y + C1) * (variance_x + variance_y + C2)
    return float((above / below).avg())


def _grey(picture: pyvips.Image, width: int, height: int) -> pyvips.Image:
    flat = picture.flatten(background=[255, 255, 255]) if picture.hasalpha() else picture
    return flat.colourspace("b-w").extract_band(0).embed(0, 0, width, height, extend="white").cast("float")
