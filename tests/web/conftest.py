"""The invented group, sealed once for all tests of the pages."""

from __future__ import annotations

import pytest
from invented_group import client_of, sealed_workspace
from starlette.testclient import TestClient

from folkmoot.core.workspace import Workspace


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return sealed_workspace(tmp_path_factory.mktemp("group"))


@pytest.fixture
def client(workspace: Workspace) -> TestClient:
    return client_of(workspace)
