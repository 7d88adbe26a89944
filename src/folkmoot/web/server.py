"""Serves the pages of one workspace."""

from __future__ import annotations

import socket

import uvicorn
from starlette.applications import Starlette

from folkmoot.core.exceptions import WorkspaceError
from folkmoot.web.app import application
from folkmoot.web.builds import Served
from folkmoot.web.security import LOOPBACK_HOSTS


def check_port(port: int, *, host: str = "127.0.0.1") -> None:
    """Stop where nothing can listen on the port. Raises `WorkspaceError`."""
    try:
        with socket.create_server((host, port)):
            pass
    except (OSError, OverflowError) as error:
        raise WorkspaceError(
            f"The pages could not be served on port {port}: it is in use.",
            "Choose another with --port.",
        ) from error


def serve(workspace: Served, *, host: str = "127.0.0.1", port: int = 8710) -> None:
    """Answer until stopped. Without sign-in, only this machine may ask.

    Raises `WorkspaceError` where `host` would open the pages to others, or where the
    port is taken.
    """
    if host not in LOOPBACK_HOSTS:
        raise WorkspaceError(
            f"{host} would show these pages to other machines, and nobody signs in yet.",
            "Leave out the host, or put a server with sign-in in front.",
        )
    _answer(application(workspace), host=host.strip("[]"), port=port)


def serve_here(form: Starlette, *, port: int, is_behind: bool = False) -> None:
    """Answer on this machine until stopped.

    `is_behind`: a server on this machine stands in front and says, in the usual headers,
    how it was asked. Raises `WorkspaceError` where the port is taken.
    """
    _answer(form, host="127.0.0.1", port=port, proxy_headers=is_behind)


def _answer(
    pages: Starlette, *, host: str, port: int, proxy_headers: bool = False
) -> None:
    config = uvicorn.Config(
        pages,
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        proxy_headers=proxy_headers,
    )
    server = uvicorn.Server(config)
    try:
        server.run()
    except SystemExit as error:
        raise WorkspaceError(
            f"The pages could not be served on port {port}: it is in use.",
            "Choose another with --port.",
        ) from error
