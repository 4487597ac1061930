"""One supervisor per home."""

import os
from pathlib import Path

import pytest

from hub.errors import StopError
from hub.supervisor.lock import only_one


def test_second_holder_is_refused_with_the_pid_of_the_first(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(StopError, match=rf"sudah berjalan .* \(proses {os.getpid()}\).*--home"), only_one(tmp_path):
        pass


def test_home_is_free_again_after_its_holder(tmp_path: Path) -> None:
    with only_one(tmp_path):
        pass
    with only_one(tmp_path):
        assert (tmp_path / "up.lock").read_text() == str(os.getpid())
