"""The engines on which every truth table must give the same rows; see `truth.py`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import pytest
from truth import (
    Drawn,
    DuckDBEngine,
    Engine,
    Oracle,
    SparkEngine,
    Step,
    assert_rows,
    rows_on,
)

_SPARK_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.driver.host": "localhost",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "1g",
    # Whole-stage code generation pays on millions of rows, not on ten.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.adaptive.enabled": "false",
}


@pytest.fixture(scope="session")
def duckdb_engine() -> DuckDBEngine:
    """Steps run by DuckDB in memory."""
    return DuckDBEngine()


@pytest.fixture(scope="session")
def spark_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkEngine]:
    """Steps run by the one Spark session of the whole run."""
    if shutil.which("java") is None:
        pytest.skip("Java 17 is not on the path, so nothing can be checked on Spark.")
    sql = pytest.importorskip(
        "pyspark.sql", reason="PySpark is not installed: pip install folkmoot[spark]."
    )
    builder = sql.SparkSession.builder.master("local[1]").appName("folkmoot-spec")
    warehouse = tmp_path_factory.mktemp("spark")
    for key, value in _SPARK_SETTINGS.items():
        builder = builder.config(key, value)
    session = builder.config("spark.sql.warehouse.dir", str(warehouse)).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield SparkEngine(session)
    session.stop()


@pytest.fixture(
    params=[
        "oracle",
        "duckdb",
        pytest.param("spark", marks=pytest.mark.spark),
    ]
)
def engine(request: pytest.FixtureRequest) -> Engine | None:
    """Each engine in turn; None is the plain-Python reference."""
    if request.param == "oracle":
        return None
    return request.getfixturevalue(f"{request.param}_engine")


class Check(Protocol):
    """What the `check` fixture gives: run a step on this test's engine and compare."""

    def __call__(
        self,
        step: Step,
        *,
        oracle: Oracle,
        inputs: Mapping[str, Drawn],
        expected: Drawn,
        options: Mapping[str, Any] | None = None,
    ) -> None: ...


@pytest.fixture
def check(engine: Engine | None) -> Check:
    """Runs a step on each engine in turn and compares it with the truth table."""

    def run(
        step: Step,
        *,
        oracle: Oracle,
        inputs: Mapping[str, Drawn],
        expected: Drawn,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        chosen = oracle if engine is None else step
        assert_rows(rows_on(engine, chosen, inputs, options), expected)

    return run
