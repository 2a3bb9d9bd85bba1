"""A folder serves as a store: by its address, and by its path."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportkit.errors import WorkspaceError
from reportkit.storage.remote import Remote

FILE = "outputs/ogi/2022/a/report.html"


@pytest.mark.parametrize("address", ["{}", "file://{}", "local://{}"])
def test_folders_in_it_are_made(address: str, tmp_path: Path) -> None:
    remote = Remote(address.format(tmp_path))

    remote.write({FILE: b"x"})

    assert (tmp_path / FILE).read_bytes() == b"x"
    assert remote.files_below("outputs") == {FILE: 1}


def test_a_path_where_nothing_is_may_be_a_misspelt_address(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="是文件夹的，请先建好"):
        Remote(f"{tmp_path}/s3:/bucket").write({FILE: b"x"})

    assert list(tmp_path.iterdir()) == []
