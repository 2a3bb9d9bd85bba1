"""``python -m tests.clerk.table [PART …]``: what is wrong with what comes of every manner."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.clerk.look import faults, known_of, look
from tests.clerk.manner import keep
from tests.clerk.manners import MANNERS


def main() -> None:
    """Print a line a manner that comes to something wrong, and a summary."""
    kinds: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        known = known_of(Path(folder, "neat"))
        for at, (name, manner) in enumerate(MANNERS.items()):
            if sys.argv[1:] and not any(part in name for part in sys.argv[1:]):
                continue
            try:
                kept = keep(Path(folder, str(at)), [manner])
                found = faults([manner], kept, look(kept.root, kept.form), known)
            except Exception as error:  # noqa: BLE001 - the table goes on, and shows it
                found = [f"raised: {type(error).__name__}: {error}"]
            kinds[found[0].partition(":")[0] if found else "good"] += 1
            for fault in found:
                print(f"{name}: {fault[:300]}  ({manner.what})")  # noqa: T201
    print(dict(kinds))  # noqa: T201


if __name__ == "__main__":
    main()
