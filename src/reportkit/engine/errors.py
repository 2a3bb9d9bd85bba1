"""The engine's own exceptions. All survive pickling."""

from __future__ import annotations


class ForkedEngineError(RuntimeError):
    """The engine cannot run a notebook; papermill's own can."""


class NotSupportedError(ForkedEngineError):
    """The platform cannot fork, or another kernel than this interpreter is asked for."""


class NotReadyError(ForkedEngineError):
    """The zygote refuses to fork: its warm-up failed, or something started a thread in it."""


class HasThreadsError(NotReadyError):
    """Something that every Python starts with has begun a thread: none can be forked safely."""


class ZygoteDiedError(ForkedEngineError):
    """The process that forks has ended, or was killed."""

    def __str__(self) -> str:
        return "The process that forks has died; the next notebook starts another."
