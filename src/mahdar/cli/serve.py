"""``mahdar serve``: the archive as a site."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from mahdar.cli.messages import Messages
from mahdar.cli.options import ArchivePath, Language
from mahdar.cli.screen import complain
from mahdar.errors import MahdarError

#: Requests a second of one client, where others than this machine reach the site.
_RATE = 20.0


def register(app: typer.Typer) -> None:
    """Put the command of this module on `app`."""
    app.command(epilog="Exit status: 3 no archive, or it cannot be served there, 130 stopped.")(serve)


def serve(
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where to listen; others than this machine need accounts.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", min=0, max=65_535, help="0 takes a free one.")] = 8765,
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="HOST", help="A name under which others reach it.")
    ] = None,
    borders: Annotated[
        Path | None,
        typer.Option(
            "--borders",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            envvar="MAHDAR_BORDERS",
            help="A GeoJSON file of borders for the map instead of Natural Earth's.",
        ),
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Show the archive in the browser, in Arabic and English, with JSON and CSV for programs, until Ctrl-C.

    Only this machine reaches it, unless --host or --name say otherwise; then the archive must have accounts
    (docs/accounts.md), and whoever comes logs in with a token. docs/web.md says more.

    \b
    Examples:
      mahdar serve --open
      mahdar serve --archive minutes.db --port 8000
      mahdar serve --host 0.0.0.0 --name minutes.example.org
    """  # noqa: D301 -- click\'s own mark
    say = Messages(lang)
    try:
        import uvicorn

        from mahdar.web import Settings, create_app, warm
    except ModuleNotFoundError as error:
        raise MahdarError(
            f"a package is missing ({error.name})",
            expected="the packages of the web",
            remedy="install them with pip install 'mahdar[web]'",
        ) from error
    settings = Settings(host=host, names=tuple(name or ()), borders=borders)
    if not settings.local:
        settings = replace(settings, rate=_RATE)
    app = create_app(archive, settings)
    with _listening(host, port) as listener:
        warm(app)
        address = f"http://{_shown(host)}:{listener.getsockname()[1]}/"
        complain(say("serving", address=address))
        if open_:
            typer.launch(address)
        uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises `MahdarError`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:
        raise MahdarError(
            f"nothing can listen there ({getattr(error, 'strerror', None) or error})",
            remedy="choose another --host or --port",
            where=f"{host}:{port}",
        ) from error
    # Those accepted take it over; asyncio sets it itself only where a socket names its protocol, as these do not.
    # Without it every page but the first of a connection waited 40 ms for the other side's word that the head had come.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _shown(host: str) -> str:
    """A host as an address of the web has it; one that means every host of this machine as this one."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 -- compared, not listened on
        return "localhost"
    return f"[{host}]" if ":" in host else host
