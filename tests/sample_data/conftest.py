from __future__ import annotations

import pytest

from sample_data import Sample, generate


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return generate(tmp_path_factory.mktemp("sample") / "fjordlev")
