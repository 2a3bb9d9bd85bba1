"""The reports that are served, and the files of them that a browser may have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from reportkit.errors import FormError, ReportkitError
from reportkit.forms import load_form
from reportkit.params import Key, Parameters
from reportkit.reading import read_bytes
from reportkit.review.desk import at_desk
from reportkit.sources.members import tables_of, with_members
from reportkit.sources.parameter_files import read_sources, source_files
from reportkit.workspace import OUTPUTS, PARAMS

PAGES = ("report.html", "review.html")
DOWNLOADS = ("report.pdf", "report.docx")
INDEX = "index.html"
_States = tuple[tuple[str, int, int], ...]


@dataclass(slots=True)
class Shelf:
    """The reports of a workspace.

    Attributes
    ----------
    workspace : Path
    store : str or None
        Where data and outputs are, if not in the workspace.
    """

    workspace: Path
    store: str | None = None
    _read: tuple[_States, Mapping[Key, Parameters]] = field(default=((), {}), repr=False)
    _tables: tuple[Path, ...] = field(default=(), repr=False)

    def reports(self) -> Mapping[Key, Parameters]:
        """Return all reports of ``params/``.

        They are read anew once a file of them is another, or a table that tells who is a member.
        """
        files = source_files([self.workspace / PARAMS])
        states = _states(files)
        if self._read[0] != states + _states(self._tables):
            told, _ = read_sources(files, self.workspace)
            self._tables = tuple(self.workspace / path for path in sorted(tables_of(told)))
            states += _states(self._tables)
            parameters, _ = with_members(told, told, self.workspace)
            self._read = states, {one.key: one for one in parameters}
        return self._read[1]

    def report(self, form: str, year: str, bureau: str) -> Parameters | None:
        """Return the report that an address names; None where there is none."""
        return self.reports().get(Key(form, int(year), bureau))

    def titles(self, forms: Iterable[str]) -> dict[str, str]:
        """Return what forms are called, of those that can be read."""
        found = {}
        for form in forms:
            with suppress(FormError):
                found[form] = load_form(form, self.workspace).title
        return found

    def desk(self, parameters: Parameters) -> AbstractContextManager[Path]:
        """Give a folder with the outputs of a report (see `desk.at_desk`)."""
        return at_desk(parameters, self.workspace, self.store)

    def work(self, parameters: Parameters) -> AbstractContextManager[Path]:
        """Give the same to who decides or signs (see `refresh.at_work`)."""
        from tornado.log import app_log

        from reportkit.review.index.refresh import at_work

        return at_work(parameters, self.workspace, self.store, app_log.warning)

    def content(self, parameters: Parameters, name: str) -> bytes | None:
        """Return a file of the outputs; None where it is not there.

        Parameters
        ----------
        parameters : Parameters
        name : str
            One of `PAGES` and `DOWNLOADS`.
        """
        with self.desk(parameters) as folder:
            return _content(folder / parameters.output_folder / name)

    def index(self, form: str, year: str, name: str) -> bytes | None:
        """Return a file of the index over all bureaus; None where it is not there."""
        if not any((one.form, str(one.year)) == (form, year) for one in self.reports()):
            return None
        path = Path(OUTPUTS, form, year, name)
        if self.store is None:
            return _content(self.workspace / path)
        from reportkit.storage.remote import Remote

        return Remote(self.store.rstrip("/")).read([path.as_posix()]).get(path.as_posix())

    def has_index(self, form: str, year: str) -> bool:
        """Return whether the page over all bureaus of a form and year is there."""
        if self.store is None:
            return (self.workspace / OUTPUTS / form / year / INDEX).is_file()
        return self.index(form, year, INDEX) is not None


def _states(files: Iterable[Path]) -> _States:
    return tuple(map(_state, files))


def _state(file: Path) -> tuple[str, int, int]:
    try:
        found = file.stat()
    except OSError:  # gone since, or never there: whoever reads it says so
        return str(file), 0, 0
    return str(file), found.st_mtime_ns, found.st_size


def _content(path: Path) -> bytes | None:
    try:
        return read_bytes(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        from reportkit.trouble import refused

        raise ReportkitError(refused(error)) from None
