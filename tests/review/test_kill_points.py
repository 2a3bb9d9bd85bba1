"""Whatever a batch, a publishing or a decision is killed at, and on whatever disk, all is whole."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

from reportkit.engine import forks
from tests.conftest import PROJECT
from tests.review.office import Office

pytestmark = [
    pytest.mark.slow,
    pytest.mark.posix,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks for a notebook"),
]

_SMALL_DISK = """
cp -a "$0/outputs" "$0/earlier"
mount -t tmpfs -o size=4m disk "$0/outputs"
cp -a "$0/earlier/." "$0/outputs"
exec "$@"
"""
_OWN_MOUNTS = ("unshare", "--map-root-user", "--mount", "sh", "-c", _SMALL_DISK)


@pytest.mark.parametrize(
    ("umask", "times", "how"),
    [
        pytest.param("022", 200, (), id="plain"),
        pytest.param("077", 150, (), id="for one user alone"),
        pytest.param("002", 150, ("users",), id="two users of a group in turn"),
        pytest.param("002", 100, ("nfs",), id="no locks, and files that stay"),
        pytest.param("022", 50, ("full",), id="a full disk"),
        pytest.param("022", 10, ("read-only",), id="a disk that is read-only all at once"),
    ],
)
def test_kills_at_each_point_and_at_any_moment_lose_nothing(
    umask: str, times: int, how: tuple[str, ...], signed: Office
) -> None:
    workspace = str(signed.workspace)
    command = [sys.executable, "-m", "tests.batch.kill_points", workspace, umask, str(times), *how]
    if "users" in how and os.geteuid():
        pytest.skip("only root becomes two other users")
    if "full" in how:
        if not shutil.which("unshare"):
            pytest.skip("nobody but root mounts a disk here")
        command = [*_OWN_MOUNTS, workspace, *command]

    done = subprocess.run(
        command,
        cwd=PROJECT,
        env=os.environ | forks._ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    sys.stdout.write(done.stdout)  # for whoever counts
    counts = json.loads(done.stdout.splitlines()[-1])
    assert counts["batch"] > 20
    assert counts["at random"] > times // 2
    assert counts["in a PDF"] > 0
    for action in ("publishing", "signing", "confirm", "accept", "return"):
        assert counts[action] > 0, action
