"""A disk that is full or read-only: said plainly, earlier outputs kept, made good later."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.batch.whole import assert_tidy, assert_whole, bureaus, states
from tests.conftest import EXAMPLE, YEAR, reportkit

pytestmark = [
    pytest.mark.posix,
    pytest.mark.skipif(sys.platform != "linux", reason="mounts of Linux"),
]

RUN = [sys.executable, "-m", "reportkit", "run", "--jobs", "2"]
# Mounts of one's own, which nobody else sees and which go when the script ends.
_OWN_MOUNTS = ("unshare", "--map-root-user", "--mount")
# A disk on which one report finds room; each run's end is copied, as the disk goes with the script.
_SMALL_DISK = """
cp -a outputs ../earlier
mount -t tmpfs -o size=2m disk outputs
cp -a ../earlier/. outputs
head -c 900k /dev/zero > outputs/filler
"$@" > ../full.out 2> ../full.err
echo $? > ../full.code
cp -a . ../full
mount -o remount,size=64m outputs
"$@" > ../ample.out 2> ../ample.err
echo $? > ../ample.code
cp -a . ../ample
"""
_READ_ONLY = """
mount -t tmpfs -o ro disk outputs
exec "$@"
"""


def _with_own_mounts(workspace: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script that may mount; its arguments are the command."""
    trial = [*_OWN_MOUNTS, "mount", "-t", "tmpfs", "disk", str(workspace / "outputs")]
    if not shutil.which("unshare") or subprocess.run(trial, check=False).returncode:
        pytest.skip("this system lets nobody mount a disk")
    return subprocess.run(
        [*_OWN_MOUNTS, "sh", "-c", script, "sh", *RUN],
        cwd=workspace,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_full_disk_keeps_earlier_outputs_and_is_made_good_when_there_is_room(
    tmp_path: Path,
) -> None:
    reportkit(tmp_path, "demo", "workspace", "--bureaus", "4", "--form", "ogi", "--year", YEAR)
    workspace, full, ample = (tmp_path / name for name in ("workspace", "full", "ample"))
    codes = bureaus(workspace)
    for code in codes:
        earlier = workspace / "outputs" / "ogi" / YEAR / code
        earlier.mkdir(parents=True)
        (earlier / "report.html").write_text("earlier")

    process = _with_own_mounts(workspace, _SMALL_DISK)
    assert (process.returncode, process.stderr) == (0, "")

    told = (tmp_path / "full.err").read_text("utf-8")
    assert (tmp_path / "full.code").read_text() == "3\n"
    assert "磁盘已满" in told
    assert f"无法读写 {workspace / 'outputs' / 'ogi' / YEAR}" in told
    assert [line for line in told.splitlines() if line.isascii()] == []
    assert_tidy(full)
    reports = [full / "outputs" / "ogi" / YEAR / code / "report.html" for code in codes]
    kept = [report.parent for report in reports if report.read_text() == "earlier"]
    assert kept
    for folder in kept:
        assert len(list(folder.iterdir())) == 1
        shutil.rmtree(folder)
    assert_whole(full)
    summary = (tmp_path / "full.out").read_text("utf-8").splitlines()[-1]
    assert summary.startswith(f"共 4 份：通过 {4 - len(kept)}，不符 0，没有完成 {len(kept)}")
    assert (tmp_path / "ample.code").read_text() == "0\n"
    assert_whole(ample)
    assert_tidy(ample)
    assert states(ample) == dict.fromkeys(codes, "passed")
    for line in (ample / "outputs" / "runs.jsonl").read_text("utf-8").splitlines():
        json.loads(line)


def test_a_read_only_disk_is_told_at_once(workspace: Path) -> None:
    (workspace / "outputs").mkdir()

    process = _with_own_mounts(workspace, _READ_ONLY)

    assert process.returncode == 3
    assert process.stderr.startswith(f"写不进 {workspace / 'outputs'}（磁盘是只读的）。")
    assert len(process.stderr.splitlines()) == 1


def _without_privileges() -> list[str]:
    """Return what holds even root to the permissions of files."""
    if os.geteuid():
        return []
    if not shutil.which("setpriv"):
        pytest.skip("nothing is read-only for root, and setpriv is not installed")
    return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]


@pytest.mark.parametrize("closed", ["outputs", f"outputs/ogi/{YEAR}"])
def test_a_folder_that_may_not_be_written_is_told(workspace: Path, closed: str) -> None:
    report = workspace / "outputs" / "ogi" / YEAR / EXAMPLE / "report.html"
    report.parent.mkdir(parents=True)
    report.write_text("earlier")
    (workspace / closed).chmod(0o500)

    process = subprocess.run(
        [*_without_privileges(), *RUN],
        cwd=workspace,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert process.returncode == 3
    assert "没有权限" in process.stderr
    assert str(workspace / closed) in process.stderr
    assert [line for line in process.stderr.splitlines() if line.isascii()] == []
    assert report.read_text() == "earlier"
