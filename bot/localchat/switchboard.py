"""The parts of the local Telegram, joined: what both the Bot API and the people's side work on."""

from dataclasses import dataclass

from bot.localchat.changes import Changes
from bot.localchat.config import LocalChatConfig
from bot.localchat.files import FileBox
from bot.localchat.people import User
from bot.localchat.profile import Profile
from bot.localchat.queries import Queries
from bot.localchat.store import Store
from bot.localchat.updates import UpdateQueue
from bot.localchat.world import World


@dataclass(frozen=True, slots=True)
class Switchboard:
    """Everything that a call may touch."""

    config: LocalChatConfig
    changes: Changes
    files: FileBox
    world: World
    updates: UpdateQueue
    queries: Queries
    profile: Profile


async def load_switchboard(config: LocalChatConfig, store: Store, secret: str) -> Switchboard:
    """Build the parts and read what an earlier run kept."""
    bot = User(config.bot_id, config.bot_name, username=config.bot_username, is_bot=True)
    changes = Changes()
    files = FileBox(config.folder, secret, store)
    world = World(bot, store, files, changes)
    updates = UpdateQueue(store, changes)
    profile = Profile(store)
    await files.load()
    await world.load()
    await updates.load()
    await profile.load()
    return Switchboard(config, changes, files, world, updates, Queries(changes), profile)
