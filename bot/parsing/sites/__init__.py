"""What is known of the world's sites: names and facts, as data. `bot.parsing.matching` reads it."""

from bot.parsing.sites.chinese import CHINESE_SITES
from bot.parsing.sites.chinese_news import CHINESE_NEWS_SITES
from bot.parsing.sites.reading import READING_SITES
from bot.parsing.sites.rules import Site
from bot.parsing.sites.shops import SHOP_SITES
from bot.parsing.sites.social import SOCIAL_SITES
from bot.parsing.sites.tools import TOOL_SITES

SITES: tuple[Site, ...] = (
    *CHINESE_SITES,
    *CHINESE_NEWS_SITES,
    *SOCIAL_SITES,
    *READING_SITES,
    *TOOL_SITES,
    *SHOP_SITES,
)
