"""Pictures of any size."""

import pyvips


def draw_picture(width: int, height: int, suffix: str = ".jpg") -> bytes:
    """A grey picture."""
    image = (pyvips.Image.black(width, height, bands=3) + 128).cast("uchar")
    return bytes(image.write_to_buffer(suffix))
