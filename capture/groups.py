"""Groups of tasks that leave nothing behind when they fail."""

import asyncio
import sys
from types import TracebackType

if sys.version_info >= (3, 13):
    TaskGroup = asyncio.TaskGroup
else:

    class TaskGroup(asyncio.TaskGroup):
        """asyncio's own, which takes back its request to be cancelled.

        Before Python 3.13 it forgets to where a part fails while it waits for the rest. With the 3.11.2 of Debian 12,
        the next `asyncio.timeout` that runs out then ends the whole task, as if somebody had cancelled it.
        """

        _parent_cancel_requested: bool  # asyncio's own note; typeshed does not know it

        async def __aexit__(
            self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
        ) -> None:
            """Wait for all parts; raise an `ExceptionGroup` of what went wrong."""
            is_taken_back = self._parent_cancel_requested  # asked for while the block ran: that it remembers
            try:
                await super().__aexit__(kind, error, trace)
            finally:
                parent = asyncio.current_task()
                if self._parent_cancel_requested and not is_taken_back and parent:
                    parent.uncancel()
