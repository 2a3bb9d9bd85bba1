"""What a batch asks of wherever raw data and outputs lie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, Self

from reportkit.inputs.outcome import Outcome
from reportkit.params import Parameters
from reportkit.storage.files import Files


class Site(Protocol):
    """What the batch asks of wherever raw data and outputs lie."""

    @property
    def folder(self) -> Path:
        """The workspace that the batch was started in; the record is written there."""
        ...

    @property
    def engine(self) -> str:
        """The papermill engine that executes notebooks."""
        ...

    @property
    def files(self) -> Files:
        """Its single files."""
        ...

    @property
    def other_outputs(self) -> Sequence[Path]:
        """The folders of outputs on this machine that it writes to beside those of `folder`."""
        ...

    def outputs_of(self, parameters: Parameters) -> str:
        """Return where the outputs of a bureau-year are, for people."""
        ...

    def alone(self) -> AbstractContextManager[tuple[Self, Callable[[], None]]]:
        """Hold what other machines write to, too; give the same for the batch, and what raises.

        That raises once it is ours no more; the same puts no report there then.

        Only for who has the folder alone.

        Raises
        ------
        UnavailableError
            Where another machine holds it.
        """
        ...

    def prepare(self, parameters: Sequence[Parameters], /) -> list[str]:
        """Make ready for a batch of these; return, in Chinese, what the user should know of it.

        Only for who has the site alone.
        """
        ...

    def warm_up(self) -> None:
        """Import what every report needs, in a worker that has just started."""
        ...

    def reasons_to_run(self, parameters: Parameters) -> list[str]:
        """Return, in Chinese, why a bureau-year has to be made; nothing where it stands."""
        ...

    def remembering(self) -> AbstractContextManager[Self]:
        """Give the same for a batch: what it finds in order, the next need not read again."""
        ...

    def kept(self, parameters: Parameters) -> Outcome:
        """Return how the outputs that stand ended."""
        ...

    def make(self, parameters: Parameters) -> Outcome:
        """Make a bureau-year; called in a worker, so that the site itself is pickled."""
        ...

    def standing(self, parameters: Parameters) -> list[str]:
        """Return how the outputs stand with reviewers (see `decisions.standing_of`)."""
        ...

    def size(self, parameters: Parameters) -> int:
        """Return the bytes of raw data: what takes long is begun first."""
        ...

    def check_from_workers(self) -> AbstractContextManager[Callable[[], None]]:
        """Give what raises, in a worker of another machine that cannot make reports here.

        It is called while the block runs, and raises `WorkspaceError`.
        """
        ...
