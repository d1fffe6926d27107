"""The web front: permalink pages and what was kept, over aiohttp. Knows cards and blobs, no chat."""
