"""One served home for all tests of this room that only read it, or put back what they change."""

from collections.abc import Iterator

import pytest

from tests.readers.quay import Quay


@pytest.fixture(scope="session")
def quay_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Quay]:
    """The two papers, made and not served."""
    quay = Quay(tmp_path_factory.mktemp("quay"))
    quay.make()
    yield quay
    quay.close()


@pytest.fixture(scope="session")
def quay(quay_home: Quay) -> Iterator[Quay]:
    """The two papers, served."""
    with quay_home.serving(str(quay_home.home / "export")):
        yield quay_home
