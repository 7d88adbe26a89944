"""What every response carries, and which requests are answered at all."""

from __future__ import annotations

import re
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""Nothing inline and nothing from elsewhere: what a cell of a file holds cannot run."""

DOCUMENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""For a file of ours that carries its styles in itself, to be sent and kept: nothing runs."""

HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
        "browsing-topics=()"
    ),
}

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
METHODS = frozenset({"GET", "HEAD"})


def is_posted_from_here(headers: Headers, *, scheme: str) -> bool:
    """Whether a browser says that a page of ours sent this form.

    A page elsewhere can make a browser send a form here, but not these two headers. By
    `Sec-Fetch-Site` where there is one, else by `Origin`; a request with neither is
    refused, and so is one whose two headers disagree.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is None and origin is None:
        return False
    own = f"{scheme}://{headers.get('host', '')}".lower()
    return site in (None, "same-origin") and origin in (None, own)


class Guard:
    """Adds the headers, refuses hosts that are not ours and what is not asked for here.

    A form may be sent to the addresses of `posts`, from a page of ours; everything else
    can only be read. A page open in the same browser could reach a loopback server under
    a name of its own (DNS rebinding): only the names given are answered. `hosts` None
    leaves the check to whoever stands in front.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: Collection[str] | None,
        posts: Collection[re.Pattern[str]] = (),
    ) -> None:
        self.app = app
        self.hosts = hosts
        self.posts = posts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or refuse one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send_with_headers)
            return
        await self.app(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host = _name_of(headers.get("host", ""))
        if self.hosts is not None and host not in self.hosts:
            return PlainTextResponse(
                "This address is not one that Folkmoot answers to. "
                "Open the address that `folkmoot serve` printed.",
                status_code=421,
            )
        takes_forms = any(pattern.match(scope["path"]) for pattern in self.posts)
        if scope["method"] == "POST" and takes_forms:
            if is_posted_from_here(headers, scheme=scope["scheme"]):
                return None
            return PlainTextResponse(
                "This form was not sent from a page of Folkmoot's. "
                "Open the page here and send it again.",
                status_code=403,
            )
        if scope["method"] not in METHODS:
            return PlainTextResponse(
                "Pages can be read here, not changed.",
                status_code=405,
                headers={"Allow": "GET, HEAD, POST" if takes_forms else "GET, HEAD"},
            )
        return None


def _name_of(host: str) -> str:
    """The host without its port; an IPv6 address keeps its brackets."""
    if host.startswith("["):
        return host.split("]", 1)[0] + "]"
    return host.rsplit(":", 1)[0].lower()
