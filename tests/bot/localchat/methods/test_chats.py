import pytest
from telegram import Bot, BotCommand, BotCommandScopeChat, MenuButtonCommands
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.localchat import LocalChat
from tests.bot.localchat.clients import describe_failure
from tests.bot.localchat.conftest import ANN


async def test_only_legal_reactions_are_taken(chat: LocalChat, bot: Bot) -> None:
    message = chat.messages(ANN)[0].message_id

    await bot.set_message_reaction(ANN, message, "👀")
    assert chat.messages(ANN)[0].reactions == ("👀",)
    wrong = [{"type": "emoji", "emoji": "✅"}]
    assert await describe_failure(chat, "setMessageReaction", chat_id=ANN, message_id=message, reaction=wrong) == (
        "Bad Request: REACTION_INVALID"
    )
    with pytest.raises(BadRequest, match=r"(?i)can't parse reactiontype"):
        await bot.set_message_reaction(ANN, message, "✅")
    await bot.set_message_reaction(ANN, message, [])
    assert chat.messages(ANN)[0].reactions == ()


async def test_only_known_actions_are_taken(chat: LocalChat, bot: Bot) -> None:
    assert await bot.send_chat_action(ANN, "upload_photo")
    with pytest.raises(BadRequest, match="Wrong parameter action in request"):
        await bot.send_chat_action(ANN, "dancing")


async def test_a_bot_that_left_or_was_kicked_is_refused(chat: LocalChat, bot: Bot) -> None:
    await chat.add_chat(-100500, "supergroup", "Readers")
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(-100500, "x")
    await chat.add_member(ANN, -100500)
    await bot.send_message(-100500, "x")
    await chat.add_member(ANN, -100500, "kicked")
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(-100500, "x")


async def test_a_group_that_moved_says_where(chat: LocalChat, bot: Bot) -> None:
    await chat.add_chat(-5, "group", "Friends")
    await chat.add_member(ANN, -5)
    await chat.send_text(ANN, -5, "/hello")
    new = await chat.migrate_group(-5)

    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(-5, "x")
    assert caught.value.new_chat_id == new.id
    await bot.send_message(new.id, "x")


async def test_members_are_described(chat: LocalChat, bot: Bot) -> None:
    await chat.add_chat(-5, "group", "Friends")
    await chat.add_member(ANN, -5, "administrator")
    await chat.send_text(ANN, -5, "I made this group")
    await chat.send_text(12, -5, "and I am new")

    assert (await bot.get_chat_member(-5, ANN)).status == "creator"
    assert (await bot.get_chat_member(-5, 12)).status == "member"
    assert (await bot.get_chat_member(-5, bot.id)).status == "administrator"
    assert [member.user.id for member in await bot.get_chat_administrators(-5)] == [ANN, bot.id]
    assert await bot.get_chat_member_count(-5) == 3
    assert (await bot.get_chat(-5)).title == "Friends"
    assert (await bot.get_chat(ANN)).first_name == "Ann"


async def test_commands_are_kept_by_scope_and_language(chat: LocalChat, bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("find", "Find")])
    await bot.set_my_commands([BotCommand("find", "查找")], language_code="zh")
    await bot.set_my_commands([BotCommand("mine", "Mine")], scope=BotCommandScopeChat(12))

    assert [command.description for command in await bot.get_my_commands()] == ["Find"]
    profile = chat.board.profile
    assert [c["description"] for c in profile.list_commands(ANN, "zh-hans")] == ["查找"]
    assert [c["command"] for c in profile.list_commands(12, "zh-hans")] == ["mine"]
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Find!", "x")])
    await bot.delete_my_commands(language_code="zh")
    assert await bot.get_my_commands(language_code="zh") == ()


async def test_the_bot_can_introduce_itself(chat: LocalChat, bot: Bot) -> None:
    await bot.set_my_description("keeps pages")
    await bot.set_my_short_description("keeper")
    await bot.set_my_name("Keeper")
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())

    assert (await bot.get_my_description()).description == "keeps pages"
    assert (await bot.get_my_short_description()).short_description == "keeper"
    assert (await bot.get_my_name()).name == "Keeper"
    assert (await bot.get_chat_menu_button()).type == "commands"
    assert (await bot.get_me()).username == chat.board.config.bot_username
