import asyncio

import pytest
from telegram import (
    Bot,
    InlineQueryResult,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InputTextMessageContent,
)
from telegram.error import BadRequest

from bot.localchat import InlineAnswer, LocalChat
from tests.bot.localchat.clients import describe_failure
from tests.bot.localchat.conftest import ANN
from tests.bot.localchat.pictures import draw_picture


async def _ask(
    chat: LocalChat, bot: Bot, results: list[InlineQueryResult], user: int = ANN, *, is_personal: bool = True
) -> InlineAnswer:
    async with asyncio.TaskGroup() as group:
        asked = group.create_task(chat.inline_query(user, "tea"))
        [update] = await bot.get_updates(timeout=5)
        assert update.inline_query is not None
        await update.inline_query.answer(results, is_personal=is_personal, cache_time=60, next_offset="1")
        await bot.get_updates(offset=update.update_id + 1)
    return asked.result()


async def test_a_chosen_photo_is_sent_in_the_persons_name(chat: LocalChat, bot: Bot) -> None:
    photo = (await bot.send_photo(ANN, draw_picture(50, 50))).photo[0].file_id
    results: list[InlineQueryResult] = [InlineQueryResultCachedPhoto("1", photo, title="Tea", caption="#tea")]

    answer = await _ask(chat, bot, results)
    sent = await chat.choose(ANN, ANN, answer.results[0])

    assert answer.next_offset == "1"
    assert (sent.sender_id, sent.caption, bool(sent.photo_group)) == (ANN, "#tea", True)
    [update] = await bot.get_updates(offset=-1)
    assert update.message is not None
    assert update.message.via_bot is not None
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_caption(ANN, sent.message_id, caption="x")


async def test_answers_are_cached_and_only_personal_ones_are_not_shared(chat: LocalChat, bot: Bot) -> None:
    article = InlineQueryResultArticle("1", "Title", InputTextMessageContent("<b>x</b>", parse_mode="HTML"))
    await _ask(chat, bot, [article], is_personal=True)
    assert (await chat.inline_query(ANN, "tea", seconds=0.1)).results[0].title == "Title"
    with pytest.raises(TimeoutError):
        await chat.inline_query(12, "tea", seconds=0.1)

    await bot.get_updates(offset=-1)
    await chat.board.updates.clear()
    await _ask(chat, bot, [article], user=13, is_personal=False)
    assert (await chat.inline_query(14, "tea", seconds=0.1)).results[0].content["text"] == "x"


@pytest.mark.parametrize(
    ("results", "description"),
    [
        ([{"type": "article", "id": str(i)} for i in range(51)], "too many inline query results specified"),
        ([{"type": "article", "id": "1"}], "can't parse inline query result: Can't find field \"title\""),
        (["x"], "can't parse inline query result: Inline query result must be an object"),
        (
            [{"type": "photo", "id": "1", "photo_file_id": "made-up"}],
            "wrong file identifier/HTTP URL specified",
        ),
        (
            [{"type": "photo", "id": "1", "photo_url": "http://127.0.0.1/a.jpg", "thumbnail_url": "http://a.com/b"}],
            "WEBDOCUMENT_URL_INVALID",
        ),
        (
            [{"type": "article", "id": "é" * 33, "title": "x", "input_message_content": {"message_text": "x"}}],
            "RESULT_ID_INVALID",
        ),
        (
            [{"type": "article", "id": "1", "title": "x", "input_message_content": {"message_text": "x"}}] * 2,
            "RESULT_ID_DUPLICATE",
        ),
        (
            [{"type": "article", "id": "1", "title": " ", "input_message_content": {"message_text": "x"}}],
            "ARTICLE_TITLE_EMPTY",
        ),
        ([{"type": "game", "id": "1"}], 'type "game" is unsupported for the inline query result'),
    ],
)
async def test_wrong_results_are_refused(chat: LocalChat, results: list[object], description: str) -> None:
    failure = await describe_failure(chat, "answerInlineQuery", inline_query_id="1", results=results)

    assert description in failure


async def test_an_answer_comes_once_and_in_time(chat: LocalChat) -> None:
    for method in ("answerInlineQuery", "answerCallbackQuery"):
        params: dict[str, object] = {"results": []} if method == "answerInlineQuery" else {}
        assert await describe_failure(chat, method, inline_query_id="5", callback_query_id="5", **params) == (
            "Bad Request: query is too old and response timeout expired or query ID is invalid"
        )
    long = {"inline_query_id": "1", "results": [], "next_offset": "x" * 65}
    assert await describe_failure(chat, "answerInlineQuery", **long) == "Bad Request: NEXT_OFFSET_INVALID"
