"""Who is there: people and chats, as the Bot API describes them."""

from dataclasses import dataclass

from bot.localchat.wire import Json, compact

PRESENT = frozenset({"member", "administrator", "creator"})


@dataclass(frozen=True, slots=True)
class User:
    """A person or the bot."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_bot: bool = False

    def to_json(self) -> Json:
        """As the Bot API writes it."""
        rest = compact(last_name=self.last_name, username=self.username, language_code=self.language_code)
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name, **rest}


@dataclass(frozen=True, slots=True)
class Chat:
    """A place to talk. `bot_status` of a private chat: left, member, kicked (blocked), deleted."""

    id: int
    kind: str  # private, group, supergroup, channel
    title: str = ""  # the first name in a private chat
    username: str = ""
    bot_status: str = "left"
    is_forum: bool = False
    migrated_to: int = 0
    members: tuple[tuple[int, str], ...] = ()  # user id, status

    @property
    def is_private(self) -> bool:
        """One person and the bot."""
        return self.kind == "private"

    def status_of(self, user_id: int) -> str:
        """What that person is here."""
        return dict(self.members).get(user_id, "left")

    def to_json(self) -> Json:
        """As the Bot API writes it inside of a message."""
        name = {"first_name": self.title} if self.is_private else {"title": self.title}
        return {
            "id": self.id,
            **name,
            **compact(username=self.username, is_forum=self.is_forum),
            "type": self.kind,
        }


@dataclass(frozen=True, slots=True)
class ForwardOrigin:
    """Where a forwarded message came from: the fields that its kind has."""

    kind: str  # user, hidden_user, chat, channel
    name: str
    id: int = 0
    username: str = ""
    message_id: int = 0
    author_signature: str = ""
    date: int = 1_700_000_000

    def to_json(self) -> Json:
        """The fields of a message, with the old ones that the server still sends."""
        signature = compact(author_signature=self.author_signature)
        origin: Json = {"type": self.kind, "date": self.date}
        if self.kind == "hidden_user":
            old: Json = {"forward_sender_name": self.name}
            origin |= {"sender_user_name": self.name}
        elif self.kind == "user":
            user = User(self.id, self.name, username=self.username).to_json()
            old = {"forward_from": user}
            origin |= {"sender_user": user}
        elif self.kind == "channel":
            chat = Chat(self.id, "channel", self.name, self.username).to_json()
            old = {"forward_from_chat": chat, "forward_from_message_id": self.message_id}
            origin |= {"chat": chat, "message_id": self.message_id, **signature}
        else:
            chat = Chat(self.id, "supergroup", self.name, self.username).to_json()
            old = {"forward_from_chat": chat}
            origin |= {"sender_chat": chat, **signature}
        return {"forward_origin": origin, **old, "forward_date": self.date}


def describe_member(user: User, status: str) -> Json:
    """A ChatMember; administrators may do everything."""
    member: Json = {"user": user.to_json(), "status": status}
    if status == "administrator":
        member |= dict.fromkeys(_RIGHTS, True) | {"can_be_edited": False, "is_anonymous": False}
    elif status == "creator":
        member["is_anonymous"] = False
    elif status == "kicked":
        member["until_date"] = 0
    return member


_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories", "can_pin_messages", "can_post_messages", "can_edit_messages",
)  # fmt: skip
