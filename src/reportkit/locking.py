"""Locks on folders: by the system, and where a share has none, by a file that names its holder."""

from __future__ import annotations

import errno
from pathlib import Path

from filelock import BaseFileLock, FileLock, SoftFileLock

# What NFS without its lock daemon, and some FUSE file systems, answer.
_HAS_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL}
_HELD = ".held"


def lock(path: Path, timeout: float) -> BaseFileLock:
    """Take a lock; whoever is killed holds it no longer.

    Where a file stands for the lock, others on the same machine see that its holder is gone; from
    another machine it has to be removed by hand.

    Parameters
    ----------
    path : Path
        The file of the lock; who may write to its folder may take it.
    timeout : float
        Seconds to wait for another.

    Returns
    -------
    filelock.BaseFileLock
        Held; released at the end of a `with` block.

    Raises
    ------
    filelock.Timeout
        Where another holds it.
    OSError
        Where the file cannot be written.
    """
    taken: BaseFileLock = FileLock(path, fallback_to_soft=False)
    try:
        taken.acquire(timeout=timeout)
    except OSError as error:
        if error.errno not in _HAS_NO_LOCKS:
            raise
        # Of another name: those who can lock the file must not take it for one of theirs.
        taken = SoftFileLock(path.with_name(path.name + _HELD))
        taken.acquire(timeout=timeout)
    return taken
