"""`snapkeep doctor`: does everything that this installation stands on really work?"""

import asyncio
import json
from dataclasses import asdict
from functools import partial

import click
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.app import prepare_folder
from bot.commands.session import start
from bot.services.examining import (
    Finding,
    examine,
    examine_blobs,
    examine_browser,
    examine_database,
    examine_disk,
    examine_files,
    examine_scripts,
)
from bot.settings import Settings


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--full", is_flag=True, help="Read every stored file and compare its hash.")
@click.option("--fix", is_flag=True, help="Remove stored files that nothing needs, when they are an hour old.")
def command(*, as_json: bool, full: bool, fix: bool) -> None:
    """Check browser, fonts, database, stored files, disk and token, and say how to mend what is not well."""
    settings = start()
    findings = asyncio.run(_examine(settings, is_full=full, removes=fix))
    is_well = all(finding.is_well for finding in findings)
    if as_json:
        document = {"ok": is_well, "findings": [{"ok": one.is_well} | asdict(one) for one in findings]}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            _print(finding)
    if not is_well:
        click.echo("not well: " + ", ".join(one.part for one in findings if not one.is_well), err=True)
        raise click.exceptions.Exit(1)


async def _examine(settings: Settings, *, is_full: bool, removes: bool) -> list[Finding]:
    prepare_folder(settings.data_dir)
    return await examine(
        (
            partial(examine_browser, settings.browser),
            examine_scripts,
            partial(examine_database, settings.database_url),
            partial(examine_blobs, settings.blobs_url),
            partial(examine_files, settings.database_url, settings.blobs_url, is_full=is_full, removes=removes),
            partial(examine_disk, settings.data_dir),
            partial(_examine_token, settings),
        )
    )


async def _examine_token(settings: Settings) -> tuple[Finding, ...]:
    """Ask Telegram who the bot is."""
    token = settings.telegram_token.get_secret_value()
    if not token:
        return (Finding("token", "none: the local chat is used"),)
    try:
        async with Bot(token, f"{settings.telegram_api}/bot", f"{settings.telegram_api}/file/bot") as bot:
            return (Finding("token", f"@{bot.username}"),)
    except InvalidToken:
        return (Finding("token", "Telegram does not know this token", "ask @BotFather for it with /token"),)
    except TelegramError as error:
        return (Finding("token", error.message, "check the network and SNAPKEEP_TELEGRAM_API"),)


def _print(finding: Finding) -> None:
    mark = click.style("well", fg="green") if finding.is_well else click.style("ILL ", fg="red")
    if finding.is_bearable:
        mark = click.style("weak", fg="yellow")
    click.echo(f"{mark}  {finding.part:<9} {finding.detail}")
    if finding.cure:
        click.echo(f"      {'':<9} {finding.cure}")
