"""What a rule about one site can say. Hosts and paths are regular expressions that match as a whole.

Templates are filled with the named groups of host and path, with the parameters that a page `needs`, and with
what `compute` adds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """One kind of page of a site."""

    path: str  # a slash at the end is matched too
    to: str = ""  # "/path?query" or "host/path?query"; empty: stays
    key: str = ""  # identity where the address alone does not show it
    keep: tuple[str, ...] = ()  # the parameters that make the page, the others are dropped; "*": as on other pages
    needs: tuple[str, ...] = ()  # parameters without which this is another kind of page
    defaults: tuple[tuple[str, str], ...] = ()  # a parameter with this value says nothing
    slash: str = "drop"  # or "add", "keep": the end of the path, where `to` is empty
    fragment: str = ""  # fragments that make the page
    caseless: bool = False  # the key of "Name" is that of "name"
    compute: Callable[[Values], Values | None] | None = None  # nothing: another kind of page


@dataclass(frozen=True, slots=True)
class Site:
    """A site whose addresses we know; all of them are served over https."""

    host: str
    home: str = ""  # the host that the site itself prefers; empty: stays
    pages: tuple[Page, ...] = ()  # the first that matches
    drop: tuple[str, ...] = ()  # on its other pages, beside the trackers of all sites; "x*" is a beginning
    unlock: tuple[str, ...] = ()  # opens a page to whoever has it: is fetched with it, but is no other page
    has_hash_routes: bool = False  # "/#/x" is "/x"
    is_mirrored: bool = True  # whatever these hosts have is under the same path at home too


@dataclass(frozen=True, slots=True)
class Redirector:
    """A page that only leads to the address in one of its parameters."""

    host: str
    path: str
    parameters: tuple[str, ...]
