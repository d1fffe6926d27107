"""/start: what this bot does, in a few lines."""

from telegram import Update

from bot.handlers.context import Context
from bot.views.texts import Welcome, render_start
from models.tables import Role


async def greet(_update: Update, context: Context) -> None:
    """Greet somebody who is allowed in; claim links are the gate's business."""
    house, person = context.house, context.caller.person
    welcome = Welcome.OWNER if person is not None and person.role is Role.OWNER else Welcome.MEMBER
    await context.answer(
        render_start(
            Welcome.LOCAL if house.sample_url else welcome,
            context.caller.translator,
            bot_name=context.bot.username,
            sample_url=house.sample_url,
        )
    )
