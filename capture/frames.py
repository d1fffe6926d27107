"""The frames of a page, each with a world of its own for our scripts, whoever's process it lives in."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from playwright.async_api import CDPSession
from playwright.async_api import Error as PlaywrightError

from capture.room import Room
from capture.world import WORLD_NAME, load_script

MAX_FRAMES = 60  # that no script of their parent can read
MAX_ROOTS = 500
READABLE = "(_, ...owners) => owners.map((one) => { try { return !!one.contentDocument; } catch { return false; } })"
SNAPSHOT_NODES = 30_000  # of larger pages closed shadow roots are not looked for: it takes seconds


@dataclass(slots=True, eq=False)
class Frame:
    """A frame whose document its parent cannot read, or the main one."""

    id: str
    session: CDPSession
    context_id: int
    children: list["Frame"] = field(default_factory=list)  # foreign ones, in it or in frames that it can read
    owners: list[str] = field(default_factory=list)  # handles of the elements that hold the children
    readable: list[str] = field(default_factory=list)  # ids of the frames whose documents it can read, its own too
    roots: list[str] = field(default_factory=list)  # handles of a node in each closed shadow root

    async def call(self, function: str, argument: object, handles: Sequence[str] = ()) -> Any:
        """Run a function here, with elements as its further arguments; what it returns."""
        answer = await self.session.send(
            "Runtime.callFunctionOn",
            {
                "functionDeclaration": function,
                "executionContextId": self.context_id,
                "arguments": [{"value": argument}, *({"objectId": handle} for handle in handles)],
                "returnByValue": True,
            },
        )
        if problem := answer.get("exceptionDetails"):
            raise PlaywrightError(str(problem.get("exception", problem).get("description", problem)))
        return answer["result"].get("value")


async def open_frames(room: Room) -> Frame:
    """The main frame, with all those in it that have to be asked themselves."""
    session = room.session
    await session.send("DOM.enable")
    tree = (await session.send("Page.getFrameTree"))["frameTree"]
    main = await open_frame(session, tree)
    left = await open_children(main, tree, MAX_FRAMES)
    if count_frames(tree) < len(room.page.frames):  # which is rare: some live in processes of their own
        for page_frame in room.page.frames[1 : left + 1]:
            with suppress(PlaywrightError):  # this one does not
                await open_apart(main, await room.context.new_cdp_session(page_frame))
    return main


async def open_apart(main: Frame, session: CDPSession) -> None:
    """Open a frame that lives in a process of its own, below whichever frame holds it."""
    await session.send("DOM.enable")
    node = (await session.send("Page.getFrameTree"))["frameTree"]
    for holder in list(walk(main)):
        if owner := await find_owner(holder, node["frame"]["id"]):
            frame = await open_frame(session, node)
            holder.children.append(frame)
            holder.owners.append(owner)
            await open_children(frame, node, MAX_FRAMES)
            return


def count_frames(node: Mapping[str, Any]) -> int:
    """How many frames there are from a node on."""
    return 1 + sum(count_frames(child) for child in node.get("childFrames", ()))


async def open_frame(session: CDPSession, node: Mapping[str, Any]) -> Frame:
    """A world in one frame."""
    frame_id = node["frame"]["id"]
    answer = await session.send("Page.createIsolatedWorld", {"frameId": frame_id, "worldName": WORLD_NAME})
    return Frame(frame_id, session, int(answer["executionContextId"]), readable=[frame_id])


async def open_children(parent: Frame, node: Mapping[str, Any], left: int) -> int:
    """Open the frames below a node that the parent cannot read; how many more may be opened."""
    nodes = node.get("childFrames", ())[:left]
    owners = await asyncio.gather(*(find_owner(parent, child["frame"]["id"]) for child in nodes))
    held = [(child, owner) for child, owner in zip(nodes, owners, strict=True) if owner]
    readable = await parent.call(READABLE, None, [owner for _, owner in held]) if held else []
    for (child, owner), is_readable in zip(held, readable, strict=True):
        left -= 1
        if is_readable:
            parent.readable.append(child["frame"]["id"])
            left = await open_children(parent, child, left)
            continue
        with suppress(PlaywrightError):  # it went elsewhere meanwhile
            frame = await open_frame(parent.session, child)
            parent.children.append(frame)
            parent.owners.append(owner)
            left = await open_children(frame, child, left)
    return left


async def find_owner(parent: Frame, frame_id: str) -> str:
    """A handle of the element that holds a frame, in its parent's world; empty where it is gone."""
    try:
        found = await parent.session.send("DOM.getFrameOwner", {"frameId": frame_id})
        return await resolve(parent, found["backendNodeId"])
    except PlaywrightError:
        return ""


async def resolve(frame: Frame, backend_node_id: int) -> str:
    """A handle of a node, in a frame's world; empty where it may not be seen from there."""
    answer = await frame.session.send(
        "DOM.resolveNode", {"backendNodeId": backend_node_id, "executionContextId": frame.context_id}
    )
    return str(answer["object"].get("objectId", ""))


async def find_closed_roots(main: Frame) -> None:
    """Give each frame the closed shadow roots in it."""
    by_process: dict[CDPSession, list[Frame]] = {}
    for frame in walk(main):
        by_process.setdefault(frame.session, []).append(frame)
    for session, frames in by_process.items():
        await find_roots_of_process(session, frames)


async def find_roots_of_process(session: CDPSession, frames: Sequence[Frame]) -> None:
    """Look for them only where there are more elements than our scripts can see."""
    search, *visible = await asyncio.gather(
        session.send("DOM.performSearch", {"query": "<"}),
        *(frame.call(load_script("count_elements.js"), None) for frame in frames),
    )
    total = int(search["resultCount"])
    if total <= sum(visible) or total > SNAPSHOT_NODES:
        return
    snapshot = await session.send("DOMSnapshot.captureSnapshot", {"computedStyles": []})
    strings = snapshot["strings"]
    readers = {frame_id: frame for frame in frames for frame_id in frame.readable}
    for document in snapshot["documents"]:
        reader = readers.get(strings[document["frameId"]])
        nodes = nodes_in_closed_roots(document["nodes"], strings) if reader is not None else ()
        for node in islice(nodes, MAX_ROOTS):
            with suppress(PlaywrightError):  # in a frame that went elsewhere
                if reader is not None and (handle := await resolve(reader, node)):
                    reader.roots.append(handle)


def nodes_in_closed_roots(nodes: Mapping[str, Any], strings: Sequence[str]) -> Iterator[int]:
    """A node for every parent within closed shadow trees, so that each root has one at least."""
    kinds = nodes["shadowRootType"]
    seen: set[int] = set()
    for index, kind in zip(kinds["index"], kinds["value"], strict=True):
        parent = nodes["parentIndex"][index]
        if strings[kind] == "closed" and parent not in seen:
            seen.add(parent)
            yield nodes["backendNodeId"][index]


def walk(frame: Frame) -> Iterator[Frame]:
    """A frame and all that are in it."""
    yield frame
    for child in frame.children:
        yield from walk(child)
