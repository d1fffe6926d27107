"""Every hostile page: where it is, and how its capture may end."""

from dataclasses import dataclass, replace

from tests.site.hostile.answers import ANSWERS
from tests.site.hostile.bombs import BOMB_PARTS, BOMBS
from tests.site.hostile.busy import HOSTILE_ROUTES
from tests.site.hostile.documents import DOCUMENTS
from tests.site.hostile.ends import ENDS
from tests.site.hostile.hungry import HUNGRY
from tests.site.hostile.reaching import REACHES
from tests.site.hostile.redirects import REDIRECT_ENDS
from tests.site.hostile.tls import FAULTS

SHOWN = frozenset({"complete", "partial"})
ENDED = SHOWN | {"failed"}
FAILED = frozenset({"failed"})


@dataclass(frozen=True, slots=True)
class HostilePage:
    """One page, and the states in which its snapshot may honestly end."""

    name: str
    address: str  # {site} and {raw} stand for the two servers, {tls[…]} for faulty ones, {canary} for what is private
    ends: frozenset[str] = SHOWN  # statuses, or statuses with their labels
    is_calm: bool = False  # costs the machine nothing, so that another one may be visited meanwhile

    def may_end(self, end: str) -> bool:
        """Whether its capture may end so: status and label."""
        return end in self.ends or end.partition("/")[0] in self.ends


# What cannot be shown, and must say so; all others are kept as far as they go.
NOT_SHOWN = frozenset({"/hang-up", "/never.css"})

GROUPS: tuple[HostilePage, ...] = (
    *(HostilePage(path, "http://{site}" + path, FAILED if path in NOT_SHOWN else SHOWN) for path in HOSTILE_ROUTES),
    *(HostilePage(path, "http://{raw}" + path) for path in DOCUMENTS),
    *(HostilePage(path, "http://{raw}" + path, ENDED) for path in HUNGRY),  # ended, with what was there by then
    *(HostilePage(path, "http://{raw}" + path, ENDED) for path in (*BOMBS, *BOMB_PARTS)),
    *(HostilePage(path, "http://{raw}" + path, answer.ends, is_calm=True) for path, answer in ANSWERS.items()),
    *(
        HostilePage(path, "http://{raw}" + path + "?{canary}", reach.ends, is_calm=True)
        for path, reach in REACHES.items()
    ),
    *(HostilePage(path, "http://{raw}" + path + "?{raw},{canary}", is_calm=True) for path in REDIRECT_ENDS),
    *(HostilePage(f"/tls-{fault}", f"https://{{tls[{fault}]}}/", FAILED, is_calm=True) for fault in FAULTS),
    HostilePage("/tls-behind", "http://{site}/redirect?to=https://{tls[expired]}/", FAILED, is_calm=True),
    HostilePage("/tls-before", "http://{site}/script-redirect?to=https://{tls[expired]}/", FAILED, is_calm=True),
    HostilePage("/tls-part", "http://{raw}/tls-part?{tls[self-signed]}", is_calm=True),
    HostilePage("/tls-part-silent", "http://{raw}/tls-part?{tls[silent]}", is_calm=True),
)
HOSTILE_PAGES = tuple(replace(page, ends=ENDS.get(page.name, page.ends)) for page in GROUPS)
