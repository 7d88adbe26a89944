"""Every answer carries the headers; other hosts and other methods are refused."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from folkmoot.core.exceptions import WorkspaceError
from folkmoot.core.workspace import Workspace
from folkmoot.web.security import HEADERS
from folkmoot.web.server import serve

ADDRESSES = [
    "/",
    "/contracts",
    "/contracts.csv",
    "/static/folkmoot.js",
    "/api/v1/status",
    "/nowhere",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_every_header(client: TestClient, address: str) -> None:
    answer = client.get(address)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value


def test_the_policy_lets_nothing_inline_run() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    "host", ["rebound.example", "127.0.0.1.example", "localhost.example:80", "", "["]
)
def test_a_foreign_host_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert "Invented Shires" not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8710", "LOCALHOST:1", "[::1]:8710", "localhost"]
)
def test_this_machine_is_answered(client: TestClient, host: str) -> None:
    assert client.get("/about", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
)
def test_nothing_can_be_changed(client: TestClient, method: str) -> None:
    answer = client.request(method, "/contracts")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"


def test_head_is_answered_like_get(client: TestClient) -> None:
    answer = client.head("/contracts")
    assert answer.status_code == 200
    assert answer.content == b""


@pytest.mark.parametrize(
    "address",
    ["/static/../builds.py", "/static/%2e%2e/builds.py", "/static//etc/passwd"],
)
def test_no_file_outside_the_static_folder_is_served(
    client: TestClient, address: str
) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.org", "::"])
def test_the_server_opens_to_this_machine_only(workspace: Workspace, host: str) -> None:
    with pytest.raises(WorkspaceError, match="nobody signs in"):
        serve(workspace, host=host)


def test_a_port_in_use_is_said_in_a_sentence(workspace: Workspace) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        # In a thread of its own: a browser test before this one may leave a loop in ours.
        with ThreadPoolExecutor() as threads:
            serving = threads.submit(serve, workspace, port=port)
            with pytest.raises(WorkspaceError, match=f"port {port}: it is in use"):
                serving.result()
