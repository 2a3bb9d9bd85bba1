"""Standard output and error as the system gives them: in any encoding, or not there at all."""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO, cast

import click

from reportkit.visible import in_escapes

_STANDARD = (0, 1, 2)  # input, output, error


def able_to_write() -> None:
    """See to it that nothing that is told ends a command.

    A name with a rare character is written in escapes where the encoding (GBK, of a Chinese
    Windows) lacks it. Where there is no output at all, as under ``pythonw`` or some scheduler,
    nobody hears it. What a terminal would obey is written in escapes too.
    """
    for descriptor in _STANDARD:
        _fill(descriptor)
    sys.stdout = _shown(_able(sys.stdout))
    sys.stderr = _shown(_able(sys.stderr))


def bare(stream: TextIO) -> TextIO:
    """Return a stream for a program that draws on a terminal, and may order it about."""
    return getattr(stream, "bare", stream)


class _Shown:
    """A stream that writes no character that would act on who shows it, and never fails.

    Attributes
    ----------
    lost : OSError or None
        Why what is told is heard by nobody any more: a full disk, a reader that is gone.
    """

    def __init__(self, stream: TextIO) -> None:
        self.bare = stream
        self.lost: OSError | None = None

    def write(self, text: str) -> int:
        shown = in_escapes(text)
        self._try(lambda: self.bare.write(shown))
        return len(shown)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        self._try(self.bare.flush)

    def _try(self, say: Callable[[], object]) -> None:
        try:
            say()
        except OSError as error:
            self.lost = self.lost or error
            with suppress(OSError, ValueError):  # what is still to be written goes nowhere
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, self.bare.fileno())
                os.close(nowhere)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bare, name)


def _shown(stream: TextIO) -> TextIO:
    return cast(TextIO, _Shown(bare(stream)))


def unheard() -> OSError | None:
    """Return why standard output is not whole; None where it is, or its reader wanted no more."""
    sys.stdout.flush()
    lost: OSError | None = getattr(sys.stdout, "lost", None)
    return None if isinstance(lost, BrokenPipeError) else lost


def _fill(descriptor: int) -> None:
    """Open a descriptor that is closed: the next file, pipe or socket would take its number.

    What is started then would take that for its own output.
    """
    try:
        os.fstat(descriptor)
    except OSError:
        opened = os.open(os.devnull, os.O_RDWR)
        os.dup2(opened, descriptor)  # what is started has it too
        if opened != descriptor:
            os.close(opened)
        else:
            os.set_inheritable(descriptor, True)


def _able(stream: TextIO | None) -> TextIO:
    if stream is None:
        return Path(os.devnull).open("w", encoding="utf-8")
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:  # a notebook's, or a test's, has none
        # click would write past us where it takes ASCII for a mistake, and then in UTF-8.
        ascii_only = codecs.lookup(stream.encoding or "ascii").name == "ascii"
        reconfigure(errors="backslashreplace", encoding="utf-8" if ascii_only else None)
    return stream


def echo_as(text: str, format_: str) -> None:
    """Write to standard output what a person or a program will read.

    Files for programs are in UTF-8. Where a shell would save another encoding, only ASCII is
    written for them, which is the same in all.

    Parameters
    ----------
    text : str
    format_ : {"text", "json", "jsonl", "junit"}
        Of ``jsonl`` one line.
    """
    encoding = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "")
    in_ascii = _IN_ASCII.get(format_)
    click.echo(text if in_ascii is None or encoding == "utf8" else in_ascii(text))


_IN_ASCII: Mapping[str, Callable[[str], str]] = {
    "json": lambda text: json.dumps(json.loads(text), indent=2),
    "jsonl": lambda text: json.dumps(json.loads(text)),
    "junit": lambda text: text.encode("ascii", "xmlcharrefreplace").decode(),
}
