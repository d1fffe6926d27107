"""axe-core, which finds in a page what keeps people from using it."""

from pathlib import Path

from playwright.async_api import Page

SCRIPT = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"

RUN = """
    async () => (await axe.run(document)).violations
        .filter(found => ["serious", "critical"].includes(found.impact))
        .map(found => `${found.id}: ${found.nodes[0].html.slice(0, 200)}`)
"""


async def find_barriers(page: Page) -> list[str]:
    """The serious ones on this page."""
    await page.evaluate(f"() => {{ {SCRIPT.read_text('utf-8')} }}")  # so that no policy has to be got round
    found: list[str] = await page.evaluate(RUN)
    return found
