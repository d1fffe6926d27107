import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Message
from telegram.error import BadRequest

from bot.localchat import LocalChat
from tests.bot.localchat.clients import describe_failure
from tests.bot.localchat.conftest import ANN
from tests.bot.localchat.pictures import draw_picture

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")]])


async def test_an_edit_that_changes_nothing_is_refused(chat: LocalChat, bot: Bot) -> None:
    sent = await bot.send_message(ANN, "<b>x</b>", parse_mode="HTML", reply_markup=KEYBOARD)

    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("<b>x</b>", parse_mode="HTML", reply_markup=KEYBOARD)
    await sent.edit_text("x", reply_markup=KEYBOARD)
    assert chat.messages(ANN)[-1].entities == []


async def test_an_edit_without_a_keyboard_takes_it_away(chat: LocalChat, bot: Bot) -> None:
    sent = await bot.send_message(ANN, "x", reply_markup=KEYBOARD)

    edited = await sent.edit_text("x")

    assert isinstance(edited, Message)
    assert edited.edit_date is not None
    assert chat.messages(ANN)[-1].buttons == ()


async def test_a_photo_has_a_caption_and_no_text(chat: LocalChat, bot: Bot) -> None:
    photo = await bot.send_photo(ANN, draw_picture(30, 30), caption="x")
    text = await bot.send_message(ANN, "x")

    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await photo.edit_text("y")
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await text.edit_caption("y")
    await photo.edit_caption("y")
    assert chat.messages(ANN)[0 - 2].caption == "y"


async def test_the_same_photo_by_id_is_no_change_and_a_new_upload_is_one(chat: LocalChat, bot: Bot) -> None:
    sent = await bot.send_photo(ANN, draw_picture(30, 30), caption="x")

    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_media(InputMediaPhoto(sent.photo[0].file_id, caption="x"))
    await sent.edit_media(InputMediaPhoto(draw_picture(40, 30), caption="x"))
    assert chat.messages(ANN)[-1].caption == "x"


async def test_only_own_messages_that_exist_can_be_edited(chat: LocalChat, bot: Bot) -> None:
    theirs = chat.messages(ANN)[0].message_id

    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", ANN, theirs)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", ANN, 999)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_media(InputMediaPhoto(draw_picture(9, 9)), ANN, 999)


@pytest.mark.parametrize(
    ("method", "params", "description"),
    [
        ("editMessageText", {"text": "x" * 4097}, "Bad Request: MESSAGE_TOO_LONG"),
        ("editMessageText", {"text": ""}, "Bad Request: message text is empty"),
        ("editMessageCaption", {"caption": "x" * 1025}, "Bad Request: MEDIA_CAPTION_TOO_LONG"),
        ("editMessageMedia", {}, 'Bad Request: parameter "media" is required'),
        ("editMessageReplyMarkup", {"reply_markup": {"keyboard": [["x"]]}}, "Bad Request: inline keyboard expected"),
    ],
)
async def test_wrong_edits_are_refused(
    chat: LocalChat, bot: Bot, method: str, params: dict[str, object], description: str
) -> None:
    sent = await bot.send_message(ANN, "old")

    place: dict[str, object] = {"chat_id": ANN, "message_id": sent.message_id}
    assert await describe_failure(chat, method, **place, **params) == description


async def test_an_edit_without_a_place_is_refused(chat: LocalChat) -> None:
    assert await describe_failure(chat, "editMessageText", chat_id=ANN, text="x") == (
        "Bad Request: message identifier is not specified"
    )
