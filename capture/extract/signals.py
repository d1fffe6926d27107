"""What a page says about itself, as our script reads it; nothing here is trusted or cleaned yet."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSignals:
    """The plain values that titles, authors and labels are decided on."""

    title: str = ""
    heading: str = ""
    heading_count: int = 0
    language: str = ""  # the `lang` attribute
    metas: tuple[tuple[str, str], ...] = ()  # lower-cased name or property, content; in document order
    linked_data: tuple[str, ...] = ()  # JSON-LD as it stands in the page
    canonical: tuple[str, ...] = ()  # the addresses of its <link rel=canonical>
    time: str = ""  # the first <time datetime>
    text: str = ""
    password_fields: int = 0
    pictures: int = 0  # visible images, canvases, videos, frames
    frames: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()

    def meta(self, *names: str) -> str:
        """The first of these that has content, in the order of the names."""
        for name in names:
            for key, content in self.metas:
                if key == name and content.strip():
                    return content
        return ""
