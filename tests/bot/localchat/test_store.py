from pathlib import Path

from bot.localchat.store import Record, open_store


async def test_records_are_kept_replaced_and_forgotten(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        await store.write(Record("chat", "1", {"a": "é'\u0000👍"}), Record("chat", "2", {"b": [1]}))
        await store.write(Record("chat", "2"), Record("chat", "3", {}))
        await store.write(Record("chat", "3", {"c": None}))

    async with open_store(tmp_path) as store:
        assert sorted(await store.list_all("chat")) == [("1", {"a": "é'\u0000👍"}), ("3", {"c": None})]
