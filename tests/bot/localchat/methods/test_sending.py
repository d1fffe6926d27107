import json

import pytest
from telegram import Bot, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest

from bot.localchat import LocalChat
from tests.bot.localchat.clients import call, describe_failure
from tests.bot.localchat.conftest import ANN
from tests.bot.localchat.pictures import draw_picture


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({}, "Bad Request: message text is empty"),
        ({"text": "x"}, "Bad Request: chat_id is empty"),
        ({"chat_id": 5, "text": "x"}, "Bad Request: chat not found"),
        ({"chat_id": ANN, "text": ""}, "Bad Request: message text is empty"),
        ({"chat_id": ANN, "text": " \n "}, "Bad Request: text must be non-empty"),
        ({"chat_id": ANN, "text": "x" * 4097}, "Bad Request: message is too long"),
        ({"chat_id": ANN, "text": "x" * 32769}, "Bad Request: text is too long"),
        (
            {"chat_id": ANN, "text": "<x>", "parse_mode": "HTML"},
            'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0',
        ),
        (
            {"chat_id": ANN, "text": "x", "reply_parameters": {"message_id": 99}},
            "Bad Request: message to be replied not found",
        ),
        ({"chat_id": ANN, "text": "x", "message_thread_id": 3}, "Bad Request: message thread not found"),
        (
            {"chat_id": ANN, "text": "x", "reply_markup": "{"},
            "Bad Request: can't parse reply keyboard markup JSON object",
        ),
    ],
)
async def test_wrong_texts_are_refused(chat: LocalChat, params: dict[str, object], description: str) -> None:
    assert await describe_failure(chat, "sendMessage", **params) == description


async def test_length_counts_after_parsing(chat: LocalChat) -> None:
    assert (
        await describe_failure(chat, "sendMessage", chat_id=ANN, text="<b>" + "👍" * 4096 + "</b>", parse_mode="HTML")
        == "200"
    )


async def test_a_reply_to_nothing_may_be_sent_all_the_same(chat: LocalChat) -> None:
    reply = {"message_id": 99, "allow_sending_without_reply": True}
    await call(chat, "sendMessage", {"chat_id": ANN, "text": "x", "reply_parameters": reply})

    assert chat.messages(ANN)[-1].reply_to == 0


async def test_nobody_is_written_to_before_they_start_or_after_they_block(chat: LocalChat) -> None:
    await chat.add_user(12, "Ben")
    assert await describe_failure(chat, "sendMessage", chat_id=12, text="x") == (
        "Forbidden: bot can't initiate conversation with a user"
    )
    await chat.send_text(12, 12, "/start")
    assert await describe_failure(chat, "sendMessage", chat_id=12, text="x") == "200"
    await chat.block_bot(12)
    assert await describe_failure(chat, "sendMessage", chat_id=12, text="x") == "Forbidden: bot was blocked by the user"


async def test_a_photo_can_be_sent_again_by_its_id(chat: LocalChat, bot: Bot) -> None:
    first = await bot.send_photo(ANN, draw_picture(900, 600))

    again = await bot.send_photo(ANN, first.photo[0].file_id, caption="again")

    assert again.photo[-1].file_unique_id == first.photo[-1].file_unique_id
    assert again.photo[-1].file_id != first.photo[-1].file_id
    assert len(again.photo[-1].file_id.encode()) > 64
    assert chat.messages(ANN)[-1].photo_group == chat.messages(ANN)[-2].photo_group


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({}, "there is no photo in the request"),
        ({"photo": "https://example.com/a.jpg"}, "failed to get HTTP URL content"),
        ({"photo": "AgACmadeup"}, "wrong remote file identifier specified"),
        ({"photo": "not an id"}, "wrong file identifier/HTTP URL specified"),
        ({"photo": "x", "caption": "x" * 1025}, "message caption is too long"),
    ],
)
async def test_wrong_photos_are_refused(chat: LocalChat, params: dict[str, object], description: str) -> None:
    assert description in await describe_failure(chat, "sendPhoto", chat_id=ANN, **params)


async def test_pictures_out_of_bounds_are_refused(chat: LocalChat, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Photo_invalid_dimensions"):
        await bot.send_photo(ANN, draw_picture(1280, 9000))

    sent = await bot.send_document(ANN, draw_picture(1280, 9000), filename="tall.jpg", caption="the whole page")
    assert sent.document is not None
    assert sent.document.file_name == "tall.jpg"
    with pytest.raises(BadRequest, match=r"(?i)can't use file of type document as photo"):
        await bot.send_photo(ANN, sent.document.file_id)


async def test_a_file_comes_back_as_it_was_sent(chat: LocalChat, bot: Bot) -> None:
    sent = await bot.send_document(ANN, b"the very bytes", filename="a.bin")
    assert sent.document is not None

    file = await bot.get_file(sent.document.file_id)

    assert bytes(await file.download_as_bytearray()) == b"the very bytes"
    assert chat.document_bytes(chat.messages(ANN)[-1]) == b"the very bytes"
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file("made-up")


async def test_an_album_is_several_messages(chat: LocalChat, bot: Bot) -> None:
    media = [InputMediaPhoto(draw_picture(30, 20), caption="both"), InputMediaPhoto(draw_picture(20, 30))]

    sent = await bot.send_media_group(ANN, media)

    assert len({message.media_group_id for message in sent}) == 1
    assert [message.caption for message in sent] == ["both", None]


async def test_documents_and_photos_do_not_mix_in_an_album(chat: LocalChat, bot: Bot) -> None:
    media: list[InputMediaPhoto | InputMediaDocument] = [
        InputMediaPhoto(draw_picture(30, 20)),
        InputMediaDocument(b"x", filename="x"),
    ]

    with pytest.raises(BadRequest, match=r"(?i)document can't be mixed with other media types"):
        await bot.send_media_group(ANN, media)
    assert "there are no messages to send" in await describe_failure(chat, "sendMediaGroup", chat_id=ANN, media=[])
    many = json.dumps([{"type": "photo", "media": "x"}] * 11)
    assert "too many messages" in await describe_failure(chat, "sendMediaGroup", chat_id=ANN, media=many)
