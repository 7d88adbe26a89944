"""The invented group, sealed once for all tests of the pages."""

from __future__ import annotations

import pytest
from invented_group import client_of, sealed_workspace
from starlette.testclient import TestClient
from tests.made_once import made_once

from folkmoot.core.workspace import Workspace


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = made_once(tmp_path_factory, "invented-group", sealed_workspace)
    return Workspace.open(made)


@pytest.fixture
def client(workspace: Workspace) -> TestClient:
    return client_of(workspace)
