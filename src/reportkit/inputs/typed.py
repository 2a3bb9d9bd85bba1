"""What a report rests on: each input by its kind, in one list.

The order of a batch, staleness, the manifest, what an object store hands out, the figures that a
parent adds up: all of them ask here, and so does the report itself when it reads. An input that is
a field of `Inputs` is known to all; there is no other place to name one.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from reportkit.errors import FormError, ParametersError
from reportkit.forms import Form, form_of, forms_beside, is_own_form
from reportkit.inputs.agreement import WITNESSED
from reportkit.inputs.files import handed_in
from reportkit.inputs.names import DECISIONS, FIGURES, MANIFEST, is_reviewers
from reportkit.params import DEFAULT_FORM, Key, Parameters
from reportkit.params.kinds import is_pattern, is_table
from reportkit.reading import read_text
from reportkit.strict import located, read_yaml
from reportkit.workspace import OUTPUTS

NOTEBOOKS, FORMS = "notebooks", "forms"
EXPLANATIONS = "#印出的说明"
"""What the name of printed explanations ends with: they are a part of a file."""

# Of a form and a bureau, the years that a batch makes.
YearsMade = Callable[[str, str], Iterable[int]]


class Tree(Protocol):
    """Files by their path relative to a workspace, wherever that lies."""

    def files_below(self, folder: str) -> Iterable[str]:
        """Return the files of a folder and of those in it, `folder` before each."""
        ...

    def children(self, folder: str) -> Iterable[str]:
        """Return the names of what is in a folder; none where there is no such folder."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, with all that is in it; where, with slashes."""

    where: str

    @property
    def path(self) -> Path:
        """The folder."""
        return Path(self.where)

    def files(self, tree: Tree) -> Iterable[str]:
        """Return the files that it is now."""
        return tree.files_below(self.where)

    def keys(self, _years: YearsMade) -> Iterable[Key]:
        """Return the bureau-years whose outputs it is: none."""
        return ()


@dataclass(frozen=True, slots=True)
class DataFolder(Folder):
    """A folder of raw data, without what reviewers keep there."""

    def files(self, tree: Tree) -> Iterable[str]:
        """Return the files that were handed in."""
        start = len(self.where) + 1
        return [path for path in Folder.files(self, tree) if not is_reviewers(path[start:])]


@dataclass(frozen=True, slots=True)
class File:
    """One file, which need not be there; where, with slashes."""

    where: str

    @property
    def path(self) -> Path:
        """The file."""
        return Path(self.where)

    def files(self, _tree: Tree) -> Iterable[str]:
        """Return its path, there or not."""
        return (self.where,)

    def keys(self, _years: YearsMade) -> Iterable[Key]:
        """Return the bureau-years whose outputs it is: none."""
        return ()


@dataclass(frozen=True, slots=True)
class Outputs:
    """The figures of another bureau-year, which need not be there yet."""

    key: Key

    @property
    def path(self) -> Path:
        """The file that is read."""
        return self.key.output_folder / FIGURES

    def files(self, _tree: Tree) -> Iterable[str]:
        """Return its path, there or not."""
        return (f"{self.key.output_path}/{FIGURES}",)

    def keys(self, _years: YearsMade) -> Iterable[Key]:
        """Return the bureau-year."""
        return (self.key,)


@dataclass(frozen=True, slots=True)
class EarlierYears:
    """The figures of all years of a bureau before this one."""

    key: Key

    @property
    def path(self) -> Path:
        """The folder that has one folder a year."""
        return Path(OUTPUTS, self.key.form)

    def outputs(self, tree: Tree) -> Iterator[Outputs]:
        """Yield those of each year that anybody has outputs for, oldest first."""
        names = tree.children(f"{OUTPUTS}/{self.key.form}")
        years = sorted(int(name) for name in names if name.isdecimal())
        yield from (Outputs(self.key._replace(year=y)) for y in years if y < self.key.year)

    def files(self, tree: Tree) -> Iterator[str]:
        """Yield the path of each, there or not."""
        for outputs in self.outputs(tree):
            yield from outputs.files(tree)

    def keys(self, years: YearsMade) -> Iterator[Key]:
        """Yield the earlier years among those that are made."""
        made = years(self.key.form, self.key.bureau)
        yield from (self.key._replace(year=year) for year in made if year < self.key.year)


@dataclass(frozen=True, slots=True)
class Explanations:
    """The explanations that reviewers let be printed: an input by what they say, not by their file.

    Whoever looks whether it has changed asks `reportkit.decisions`.
    """

    where: str

    @property
    def path(self) -> Path:
        """The file that holds them."""
        return Path(self.where)

    @property
    def name(self) -> str:
        """What the manifest calls it."""
        return f"{self.where}{EXPLANATIONS}"

    def files(self, _tree: Tree) -> Iterable[str]:
        """Return the path of the file that holds them, there or not."""
        return (self.where,)

    def keys(self, _years: YearsMade) -> Iterable[Key]:
        """Return the bureau-years whose outputs it is: none."""
        return ()


Input = File | Explanations | Folder | Outputs | EarlierYears


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that one report rests on, besides its parameters and the kit.

    Attributes
    ----------
    notebook : File
    data : DataFolder
        The ledgers, and whatever else was handed in.
    mapping : File
        The bureau's own headings and words.
    narrative : File
        The prose.
    explanations : Explanations
        What reviewers let be printed of their explanations of warnings.
    previous : Outputs or File
        Last year's figures.
    earlier : EarlierYears
    last_prose : File
        Last year's prose.
    members : tuple of Outputs
        The bureau-years that this one adds up.
    members_last_year : tuple of Outputs
        The same of last year, which tell which member moved a figure.
    beside : tuple of Outputs
        The bureau's reports on the same year that follow other forms, where rules speak of them.
    own_rules : File or None
    own_forms : Folder or None
        The workspace's forms, where the report follows one of them.
    """

    notebook: File
    data: DataFolder
    mapping: File
    narrative: File
    explanations: Explanations
    previous: Outputs | File
    earlier: EarlierYears
    last_prose: File
    members: tuple[Outputs, ...] = ()
    members_last_year: tuple[Outputs, ...] = ()
    beside: tuple[Outputs, ...] = ()
    own_rules: File | None = None
    own_forms: Folder | None = None

    def __iter__(self) -> Iterator[Input]:
        for name in _NAMES:
            value = getattr(self, name)
            if isinstance(value, tuple):
                yield from value
            elif value is not None:
                yield value

    def files(self, tree: Tree) -> list[str]:
        """Return the path of every file, there or not, in order."""
        return sorted({path for one in self for path in one.files(tree)})

    def keys(self, years: YearsMade) -> set[Key]:
        """Return the bureau-years that have to be made first, where they are made at all."""
        return {key for one in self for key in one.keys(years)}


_NAMES = tuple(item.name for item in dataclasses.fields(Inputs))


def inputs_of(parameters: Parameters, workspace: Path | None = None) -> Inputs:
    """Return what a report rests on.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path, optional
        May have forms of its own, and a notebook of the bureau-year's own; besides these, only the
        bureau's own rules are looked at.

    Raises
    ------
    ParametersError, FormError
        Where there is no such form, or it cannot be read.
    """
    form, key = form_of(parameters, workspace), parameters.key
    # As text: of ten thousand reports, the Paths would take a second.
    prose, data = form.item.narrative, parameters.data_path
    last_year = Outputs(key._replace(year=key.year - 1))
    last_data = parameters.data_path_of(key.year - 1)
    own = File(Path(parameters.rules).as_posix()) if parameters.rules else None
    members = [key._replace(bureau=code) for code in _codes(parameters)]
    return Inputs(
        notebook=File(_notebook(parameters, form, workspace)),
        data=DataFolder(data),
        mapping=File(parameters.mapping_path),
        narrative=File(f"{data}/{prose}"),
        explanations=Explanations(f"{data}/{DECISIONS}"),
        previous=_named(Path(parameters.previous)) if parameters.previous else last_year,
        earlier=EarlierYears(key),
        last_prose=File(f"{last_data}/{prose}"),
        members=tuple(Outputs(each) for each in members),
        members_last_year=tuple(Outputs(each._replace(year=key.year - 1)) for each in members),
        beside=tuple(Outputs(key._replace(form=other)) for other in _beside(form, own, workspace)),
        own_rules=own,
        own_forms=Folder(FORMS) if is_own_form(parameters.form, workspace) else None,
    )


def _codes(parameters: Parameters) -> tuple[str, ...]:
    """Return the members, of which codes are known: who fits a pattern, one report cannot tell."""
    unnamed = [each for each in parameters.members if is_pattern(each) or is_table(each)]
    if unnamed:
        remedy = "请用 reportkit run；直接用 papermill 的，参数见 reportkit plan --format json。"
        fault = f"参数 members 里的 {'、'.join(unnamed)} 要对照全部参数才知道是哪些单位。{remedy}"
        raise ParametersError(f"{parameters.name}：参数有误。", [fault])
    return parameters.members


def witnesses(paths: Iterable[str]) -> list[str]:
    """Return the files by which it is known whether figures of other reports are as they were made.

    Nothing rests on them: another that is made anew, and comes to the same, changes nothing.

    Parameters
    ----------
    paths : iterable of str
        The files of a report's inputs.
    """
    folders = [path.rpartition("/")[0] for path in paths if _is_outputs(PurePosixPath(path))]
    return [f"{folder}/{name}" for folder in folders for name in (MANIFEST, *WITNESSED)]


def _is_outputs(path: PurePosixPath) -> bool:
    return path.parts[:1] == (OUTPUTS,) and path.name == FIGURES


def own_notebook(key: Key) -> Path:
    """Return where a bureau-year's own notebook is, if it has one, relative to the workspace."""
    return Path(_own_notebook(key))


def _own_notebook(key: Key) -> str:
    return f"{NOTEBOOKS}/{key.slug}.ipynb"


def master_notebook(form: Form) -> Path:
    """Return the notebook of a form, relative to the workspace."""
    return Path(NOTEBOOKS, form.item.notebook)


def _notebook(parameters: Parameters, form: Form, workspace: Path | None) -> str:
    """Return the notebook that is named, else the bureau-year's own, else the form's."""
    if parameters.notebook:
        return Path(parameters.notebook).as_posix()
    own = _own_notebook(parameters.key)
    if workspace is not None and os.path.isfile(f"{workspace}/{own}"):  # noqa: PTH113 - as in `WorkspaceTree`
        return own
    return f"{NOTEBOOKS}/{form.item.notebook}"


def _beside(form: Form, own: File | None, workspace: Path | None) -> tuple[str, ...]:
    """Return the other forms that the form's rules, or the bureau's own, speak of."""
    if own is None or workspace is None:
        return form.beside
    try:
        rules = read_yaml(read_text(workspace / own.path, "utf-8-sig"), own.path.name)
    except (OSError, ValueError, FormError):
        return form.beside  # what is wrong with the file, the report tells that it is for
    named = forms_beside(located(rules)) if isinstance(rules, list) else ()
    return tuple(sorted({*form.beside, *named}))


def _named(path: Path) -> Outputs | File:
    """Return the figures that a path names: those of a bureau-year, or a file like any other."""
    parts = path.parts
    if parts[:1] == (OUTPUTS,) and parts[1:2] and parts[1].isdecimal():
        # A path of the time when there was one form; what lies there is moved (`old_layout`).
        parts = (OUTPUTS, DEFAULT_FORM, *parts[1:])
    match parts:
        case (first, form, year, bureau, name) if (first, name) == (OUTPUTS, FIGURES):
            return (
                Outputs(Key(form, int(year), bureau)) if year.isdecimal() else File(path.as_posix())
            )
    return File(path.as_posix())


@dataclass(frozen=True, slots=True)
class WorkspaceTree:
    """The files of a workspace on this machine."""

    folder: Path

    def files_below(self, folder: str) -> list[str]:
        """Return the files of a folder (see `files.handed_in`), `folder` before each."""
        return [f"{folder}/{name}" for name in handed_in(self.folder / folder)]

    def children(self, folder: str) -> list[str]:
        """Return the names of what is in a folder; none where there is no such folder."""
        try:
            return os.listdir(f"{self.folder}/{folder}")  # noqa: PTH208 - 10,000 Paths take long
        except (FileNotFoundError, NotADirectoryError):
            return []

    def existing(self, inputs: Inputs) -> list[str]:
        """Return those of a report's files that are there, in order."""
        # Of 300,000 files, the Paths would take longer than the question.
        return [path for path in inputs.files(self) if os.path.isfile(f"{self.folder}/{path}")]  # noqa: PTH113
