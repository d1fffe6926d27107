"""Transactions that hold whatever happens to their task: cancelled at any point, nothing stays half-way or taken."""

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Generic, TypeVar

from tortoise.backends.base.client import TransactionalDBClient, TransactionContext
from tortoise.connection import ConnectionToken, get_connections

C = TypeVar("C", bound=TransactionalDBClient)


class LastingTransaction(TransactionContext, ABC, Generic[C]):
    """From the beginning to COMMIT or ROLLBACK; how one begins and leaves, each database says."""

    def __init__(self, client: C) -> None:
        self.client: C = client
        self._token: ConnectionToken | None = None

    @abstractmethod
    async def take(self) -> None:
        """Wait for the connection."""

    @abstractmethod
    async def begin(self) -> None:
        """Begin on it."""

    @abstractmethod
    async def roll_back(self) -> None:
        """Undo what was done, as far as there is still a connection to do it on."""

    @abstractmethod
    async def give_back(self) -> None:
        """Let others have the connection."""

    async def __aenter__(self) -> C:
        await self.take()
        try:
            await self.begin()
        except BaseException:
            await self._abandon()
            raise
        self._token = get_connections().set(self.client.connection_name, self.client)
        return self.client

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        get_connections().reset(self._token)
        if exc_type is not None:
            await self._abandon()
            return
        try:
            await self.client.commit()
        except BaseException:
            # Cancelled: the COMMIT may be on its way, and a ROLLBACK after it is nothing. Failed: it is needed.
            await self._abandon()
            raise
        await self._leave()

    async def _abandon(self) -> None:
        try:
            await self.roll_back()
        finally:
            await self._leave()

    async def _leave(self) -> None:
        self.client._finalized = True  # as both of Tortoise's wrappers call it
        await self.give_back()
