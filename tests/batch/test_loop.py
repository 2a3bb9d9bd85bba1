"""The batch: everything in its turn, what takes long first, nothing that need not be."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import pytest

from reportkit.batch.loop import run_batch
from reportkit.errors import ParametersError, WorkerDiedError
from reportkit.executors.workers import WorkerPool
from reportkit.inputs.outcome import Outcome
from reportkit.inputs.run_state import RunState
from reportkit.params import Key, Parameters, parse_parameters


class AtOnce(Executor):
    """Does each task when it is submitted, and remembers which."""

    def __init__(self) -> None:
        self.tasks: list[str] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.tasks.append(args[0].bureau)
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - it goes where the result would
            future.set_exception(error)
        return future


def nothing() -> None:
    pass


@dataclass(frozen=True)
class Shelf:
    """A place whose reports are files with the time at which they were made."""

    folder: Path
    sizes: dict[str, int] = field(default_factory=dict)
    standing: frozenset[str] = frozenset()
    seconds: float = 0.0

    def _file(self, one: Parameters) -> Path:
        return self.folder / f"{one.bureau}-{one.year}"

    @contextmanager
    def remembering(self) -> Iterator[Shelf]:
        yield self

    def reasons_to_run(self, parameters: Parameters) -> list[str]:
        return [] if parameters.bureau in self.standing else ["还没有生成过"]

    def kept(self, parameters: Parameters) -> Outcome:
        return Outcome(parameters, RunState.PASSED, unchanged=True)

    def make(self, parameters: Parameters) -> Outcome:
        if parameters.bureau == "broken":
            return Outcome(parameters, RunState.BROKEN, ("坏了。",))
        if parameters.bureau == "deadly":
            raise WorkerDiedError("进程两次意外退出。")
        if parameters.bureau == "wrong":
            raise ZeroDivisionError
        begun = time.time_ns()
        time.sleep(self.seconds)
        self._file(parameters).write_text(f"{begun} {time.time_ns()}")
        return Outcome(parameters, RunState.PASSED, seconds=self.seconds)

    engine: str = "none"

    def outputs_of(self, parameters: Parameters) -> str:
        return str(self._file(parameters))

    def prepare(self, parameters: Sequence[Parameters], /) -> list[str]:
        return []

    def warm_up(self) -> None:
        pass

    def size(self, parameters: Parameters) -> int:
        return self.sizes.get(parameters.bureau, 0)

    def times(self, one: Parameters) -> tuple[int, int]:
        begun, ended = self._file(one).read_text().split()
        return int(begun), int(ended)


def bureau(code: str, year: int = 2022, members: Sequence[str] = ()) -> Parameters:
    values = {"bureau": code, "bureau_name": "某局", "year": year, "date": "2023-01-16"}
    return parse_parameters(values | {"members": list(members)}, "test")


def test_what_takes_long_is_begun_first(tmp_path: Path) -> None:
    executor, place = AtOnce(), Shelf(tmp_path, {"b": 3000, "c": 20, "a": 7})

    list(run_batch([bureau("a"), bureau("b"), bureau("c"), bureau("d")], place, executor))

    assert executor.tasks == ["b", "c", "a", "d"]


def test_unchanged_ones_are_kept_without_any_worker(tmp_path: Path) -> None:
    executor, place = AtOnce(), Shelf(tmp_path, standing=frozenset({"a", "city"}))

    outcomes = list(run_batch([bureau("city", members=["a"]), bureau("a")], place, executor))

    assert executor.tasks == []
    assert [(one.parameters.bureau, one.unchanged) for one in outcomes] == [
        ("a", True),
        ("city", True),
    ]


def test_only_what_changed_is_made_and_force_makes_all(tmp_path: Path) -> None:
    place = Shelf(tmp_path, standing=frozenset({"a", "city"}))
    batch = [bureau("city", members=["a", "b"]), bureau("a"), bureau("b")]
    some, every = AtOnce(), AtOnce()

    outcomes = {one.parameters.bureau: one for one in run_batch(batch, place, some)}
    forced = list(run_batch(batch, place, every, force=True))

    assert some.tasks == ["b"]
    assert outcomes["b"].reasons == ("还没有生成过",)
    assert sorted(every.tasks) == ["a", "b", "city"]
    assert {one.reasons for one in forced} == {("要求重新生成",)}


def test_what_broke_last_time_is_tried_again(tmp_path: Path) -> None:
    """Its earlier outputs may stand, and nothing have changed since they were made."""
    place = Shelf(tmp_path, standing=frozenset({"a", "b"}))

    outcomes = run_batch(
        [bureau("a"), bureau("b")], place, AtOnce(), broken={Key("ogi", 2022, "b")}
    )

    assert {one.parameters.bureau: one.reasons for one in outcomes} == {
        "a": (),
        "b": ("上次没有完成",),
    }


def test_whatever_happens_to_one_every_one_is_accounted_for(tmp_path: Path) -> None:
    members = ["broken", "deadly", "wrong"]
    batch = [bureau("city", members=members), *map(bureau, members), bureau("fine")]

    outcomes = list(run_batch(batch, Shelf(tmp_path), AtOnce()))

    told = {one.parameters.bureau: one.message for one in outcomes}
    assert told.pop("wrong").startswith("程序出错（ZeroDivisionError")
    assert told == {
        "broken": "坏了。",
        "deadly": "进程两次意外退出。",
        "fine": "",
        "city": "",
    }
    assert outcomes[-1].parameters.bureau == "city"


@pytest.mark.parametrize(
    "executor",
    [lambda: WorkerPool(2, nothing), lambda: ProcessPoolExecutor(2)],
    ids=["our workers", "those of Python"],
)
def test_dependants_wait_for_what_they_rest_on_also_in_parallel(
    tmp_path: Path, executor: Callable[[], Executor]
) -> None:
    members = [bureau(code) for code in ("a", "b", "c")]
    city = bureau("city", members=["a", "b", "c"])
    later = bureau("a", 2023)
    place = Shelf(tmp_path, seconds=0.05)

    with executor() as workers:
        outcomes = list(run_batch([later, city, *members], place, workers))

    assert len(outcomes) == 5
    assert place.times(city)[0] >= max(place.times(member)[1] for member in members)
    assert place.times(later)[0] >= place.times(members[0])[1]


def test_a_circle_is_named_before_anything_is_made(tmp_path: Path) -> None:
    executor = AtOnce()
    with pytest.raises(ParametersError, match="a 2022"):
        list(
            run_batch(
                [bureau("a", members=["b"]), bureau("b", members=["a"])], Shelf(tmp_path), executor
            )
        )

    assert executor.tasks == []


def test_leaving_early_cancels_what_has_not_begun(tmp_path: Path) -> None:
    class OnlyTheFirst(AtOnce):
        waiting: ClassVar[list[Future[Any]]] = []

        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            if not self.tasks:
                return super().submit(fn, *args, **kwargs)
            self.waiting.append(Future())
            return self.waiting[-1]

    executor = OnlyTheFirst()
    outcomes = run_batch([bureau("a"), bureau("b"), bureau("c")], Shelf(tmp_path), executor)
    next(outcomes)
    outcomes.close()

    assert [future.cancelled() for future in executor.waiting] == [True, True]
