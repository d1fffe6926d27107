"""Resources: the bodies that an archived page shows, many a snapshot, stored once however many share them."""

from models.database import reader
from models.tables import Resource


async def list_resources(permalink: str) -> list[Resource]:
    """All bodies of one snapshot's archived page, in the order in which they were kept."""
    return await Resource.filter(snapshot__permalink=permalink).using_db(reader()).order_by("id")
