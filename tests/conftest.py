"""What every test run has: a home to throw away, an order drawn by lot, and Hypothesis in three sizes."""

import os
import random
from collections.abc import Iterator
from itertools import groupby

import pytest
from hypothesis import HealthCheck, settings

from tests.newsstand import Paper, served

# No deadline: the machines that run this are shared, and a slow example is no fault of the code's. For the same reason
# a generator that is slow to draw is not a failure.
_patient = {"deadline": None, "print_blob": True, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("fast", max_examples=30, stateful_step_count=20, **_patient)
settings.register_profile("full", max_examples=200, stateful_step_count=40, **_patient)
settings.register_profile("night", max_examples=5000, stateful_step_count=80, **_patient)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--order-seed", type=int, default=None, help="the number that the order of the tests is drawn from"
    )
    parser.addoption("--bless", action="store_true", help="write the golden files anew from what is made now")


def pytest_configure(config: pytest.Config) -> None:
    if config.option.order_seed is None:
        config.option.order_seed = random.SystemRandom().randrange(1_000_000)


def pytest_report_header(config: pytest.Config) -> str:
    profile = os.environ.get("HYPOTHESIS_PROFILE", "fast")
    return f"order: repeat with --order-seed {config.option.order_seed}; hypothesis profile: {profile}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Draw the order of modules, and of tests within each; what a module has set up is still set up once.

    First of all hooks: pytest-django afterwards moves tests that flush the database behind those that roll back, and
    keeps our order within each kind.
    """
    lot = random.Random(config.option.order_seed)
    by_path = sorted(items, key=lambda item: (str(item.path), item.nodeid))
    modules = [list(group) for _, group in groupby(by_path, key=lambda item: item.path)]
    lot.shuffle(modules)
    for module in modules:
        lot.shuffle(module)
    items[:] = [item for module in modules for item in module]


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgres") and not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        pytest.skip("needs DATABASE_URL with a PostgreSQL: bash .ci/with-postgres .venv/bin/pytest -m postgres")


@pytest.fixture(scope="session")
def bless(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew: the difference is then reviewed like code."""
    return bool(request.config.getoption("bless"))


@pytest.fixture(scope="session")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    """The demo paper, served for all tests of a run that read it; one that writes to it says so."""
    with served(tmp_path_factory.mktemp("paper")) as demo:
        yield demo
