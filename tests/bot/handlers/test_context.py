import pytest
from telegram import Update

from bot.handlers.context import target_of
from bot.localchat.wire import Json
from bot.services.ports import Target

ANN: Json = {"id": 5, "is_bot": False, "first_name": "Ann"}
GROUP: Json = {"id": -500, "type": "supergroup", "title": "Reading circle"}
MESSAGE: Json = {"message_id": 9, "date": 0, "chat": GROUP, "from": ANN, "text": "hello"}


@pytest.mark.parametrize(
    ("update", "target"),
    [
        ({"message": MESSAGE}, Target(-500, 9, None, "en")),
        ({"edited_message": MESSAGE}, Target(-500, 9, None, "en")),
        ({"channel_post": {**MESSAGE, "chat": {**GROUP, "type": "channel"}}}, Target(-500, 9, None, "en")),
        ({"message": {**MESSAGE, "message_thread_id": 3, "is_topic_message": True}}, Target(-500, 9, 3, "en")),
        # A reply outside of a forum has a thread of its own, into which nobody can send.
        ({"message": {**MESSAGE, "message_thread_id": 3}}, Target(-500, 9, None, "en")),
        (
            {"callback_query": {"id": "1", "from": ANN, "chat_instance": "1", "message": MESSAGE}},
            Target(-500, 9, None, "en"),
        ),
        ({"inline_query": {"id": "1", "from": ANN, "query": "", "offset": ""}}, Target(5, None, None, "en")),
    ],
)
def test_an_answer_goes_to_where_the_update_came_from(update: Json, target: Target) -> None:
    assert target_of(Update.de_json({"update_id": 1, **update}, None), "en") == target
