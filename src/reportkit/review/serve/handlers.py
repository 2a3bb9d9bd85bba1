"""The addresses of the pages, and what each gives and takes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from reportkit.errors import ReportkitError
from reportkit.review.serve.pages import STYLE_POLICY, Refused, desk_page, message_page, start_page
from reportkit.review.serve.people import RESOURCE, name_of
from reportkit.review.serve.shelf import DOWNLOADS, PAGES
from reportkit.trouble import program_error, stack

if TYPE_CHECKING:
    from reportkit.params import Parameters
    from reportkit.review.serve.shelf import Shelf

START = "/reportkit/review/"
SHELF = "reportkit_review_shelf"
_FOLDER = r"outputs/([A-Za-z0-9._-]+)/([0-9]{4})"
_DESK = f"{START}{_FOLDER}/([A-Za-z0-9._-]+)"
# What is served of a report may come from anybody who had a hand in it: it may show itself, and
# nothing else. It has no origin, so that no script of it could act for who reads it.
_RENDITION_POLICY = (
    "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "img-src data:; font-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_T = TypeVar("_T")
_Method = TypeVar("_Method", bound=Callable[..., Awaitable[None]])


class ReviewHandler(JupyterHandler):
    """What all pages have in common."""

    auth_resource = RESOURCE

    @property
    def content_security_policy(self) -> str:
        """Nothing but our own style, frames and forms."""
        return (
            f"default-src 'none'; style-src {STYLE_POLICY}; frame-src 'self'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        )

    def set_default_headers(self) -> None:
        """Let nobody keep what a page said, nor be told where its reader came from."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("X-Content-Type-Options", "nosniff")

    @property
    def shelf(self) -> Shelf:
        """The reports that are served."""
        shelf: Shelf = self.settings[SHELF]
        return shelf

    @property
    def reader(self) -> str:
        """Who is at the other end; empty where Jupyter does not know."""
        return name_of(self.current_user)

    @property
    def start(self) -> str:
        """The address of the first page."""
        return str(url_path_join(self.base_url, START))

    async def report(self, form: str, year: str, bureau: str) -> Parameters:
        """Return the report that an address names."""
        found = await in_thread(self.shelf.report, form, year, bureau)
        if found is None:
            raise web.HTTPError(404)
        return found

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say in words what could not be done."""
        error = kwargs.get("exc_info", (None, None))[1]
        told = str(error) if isinstance(error, ReportkitError) else _WORDS.get(status_code, _ELSE)
        words = ""
        if isinstance(error, ReportkitError):
            self.set_status(409)
            words = self.get_body_argument("words", "")
        self.finish(message_page(told, words, start=self.start))

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Keep what we refuse ourselves out of the server's log: it is no fault of the program.

        Of what is one, the log has no word of the error's own, which may be out of a ledger.
        """
        if isinstance(value, web.HTTPError):
            super().log_exception(typ, value, tb)
        elif isinstance(value, Exception) and not isinstance(value, ReportkitError):
            self.log.error("\n".join([program_error(value), *stack(value)]))


_WORDS = {
    400: "请求不完整，请返回再试一次。",
    403: "没有权限，或者页面已经过期。请返回上一页，刷新以后再试。",
    404: "没有这一页：没有这份报告，或者报告还没有生成。",
    405: "这个地址不接受这样的请求。请从报告的审核页面上操作。",
}
_ELSE = "程序出错。请把服务器的日志交给维护人员。"


async def in_thread(work: Callable[..., _T], *arguments: Any) -> _T:
    """Do what takes a while elsewhere, so that other readers need not wait for it."""
    return await asyncio.to_thread(work, *arguments)


class StartHandler(ReviewHandler):
    """The first page: which reports there are."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Show it."""
        reports = await in_thread(self.shelf.reports)
        indexes = [
            key
            for key in dict.fromkeys((one.form, str(one.year)) for one in reports)
            if await in_thread(self.shelf.has_index, *key)
        ]
        titles = await in_thread(self.shelf.titles, {one.form for one in reports})
        page = start_page(reports, indexes, titles=titles, reader=self.reader, start=self.start)
        self.finish(page)


class IndexHandler(ReviewHandler):
    """The index over all bureaus of a form and year."""

    @property
    def content_security_policy(self) -> str:
        """What a file may that shows itself."""
        return _RENDITION_POLICY

    @web.authenticated
    @authorized
    async def get(self, form: str, year: str, name: str) -> None:
        """Give a file of it."""
        content = await in_thread(self.shelf.index, form, year, name)
        _give(self, name, content)


class DeskHandler(ReviewHandler):
    """A report with all that is to be decided of it, under the address of its review page."""

    @web.authenticated
    @authorized
    async def get(self, form: str, year: str, bureau: str) -> None:
        """Show it."""
        await self.show(await self.report(form, year, bureau))

    async def show(self, parameters: Parameters, refused: Refused | None = None) -> None:
        """Show it, and what could not be done."""
        from reportkit.review.serve.looking import look

        seen = await in_thread(look, self.shelf, parameters, self.reader)
        xsrf = self.xsrf_form_html()
        self.finish(desk_page(seen, refused, reader=self.reader, start=self.start, xsrf=xsrf))


class RenditionHandler(ReviewHandler):
    """A rendition of a report, as it lies in the outputs."""

    @property
    def content_security_policy(self) -> str:
        """What a file may that shows itself."""
        return _RENDITION_POLICY

    @web.authenticated
    @authorized
    async def get(self, form: str, year: str, bureau: str, name: str) -> None:
        """Give it."""
        parameters = await self.report(form, year, bureau)
        content = await in_thread(self.shelf.content, parameters, _FILES[name])
        _give(self, _FILES[name], content)


# The review page lies under another name: under its own there is the desk around it.
_FILES = {name: name for name in (*PAGES, *DOWNLOADS) if name != "review.html"} | {
    "rendition.html": "review.html"
}


class DoneHandler(DeskHandler):
    """What a reviewer does with a report: `doing` names the functions."""

    @web.authenticated
    @authorized
    async def get(self, form: str, year: str, bureau: str, _what: str) -> None:
        """Lead back to the page with the forms, as a reload does."""
        await self.report(form, year, bureau)
        self.redirect("review.html")

    @web.authenticated
    @authorized
    async def post(self, form: str, year: str, bureau: str, what: str) -> None:
        """Do it, as whom Jupyter knows; then show how the report stands now."""
        from reportkit.review.serve.doing import DOING

        parameters = await self.report(form, year, bureau)
        given = {name: self.get_body_argument(name, "") for name in ("finding", "kind", "words")}
        given |= {name: self.get_body_argument(name, "") for name in ("print", "role")}
        files = {name: sent[0]["body"] for name, sent in self.request.files.items()}
        try:
            place = await in_thread(DOING[what], self.shelf, parameters, self.reader, given, files)
        except ReportkitError as error:
            self.set_status(409)
            typed = (given["finding"], given["words"], bool(given["print"]))
            await self.show(parameters, Refused(str(error), what, *typed))
            return
        self.redirect(f"review.html#{place}", status=303)


class StatementHandler(ReviewHandler):
    """The text that a reviewer signs."""

    @web.authenticated
    @authorized
    async def get(self, form: str, year: str, bureau: str, role: str) -> None:
        """Give it as a file."""
        from reportkit.review.serve.doing import statement

        parameters = await self.report(form, year, bureau)
        text = await in_thread(statement, self.shelf, parameters, self.reader, role)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_attachment_header(f"{parameters.key.slug}-{role}.txt")
        self.finish(text)


class NothingHandler(ReviewHandler):
    """Any other address."""

    @web.authenticated
    @authorized
    async def get(self, _path: str) -> None:
        """Say that there is nothing."""
        raise web.HTTPError(404)


def _give(handler: ReviewHandler, name: str, content: bytes | None) -> None:
    """Give a file: a page to look at, anything else to keep."""
    if content is None:
        raise web.HTTPError(404)
    if name.endswith(".html"):
        handler.set_header("Content-Type", "text/html; charset=utf-8")
    else:
        handler.set_header("Content-Type", "application/octet-stream")
        handler.set_attachment_header(name)
    handler.finish(content)


_NAMES = "|".join(name.replace(".", r"\.") for name in _FILES)
HANDLERS: list[tuple[str, type[ReviewHandler]]] = [
    (START, StartHandler),
    (rf"{START}{_FOLDER}/(index\.html|index\.xlsx)", IndexHandler),
    (rf"{_DESK}/review\.html", DeskHandler),
    (rf"{_DESK}/({_NAMES})", RenditionHandler),
    (rf"{_DESK}/(decide|return|sign|agent)", DoneHandler),
    (rf"{_DESK}/statement-(first|second|final)\.txt", StatementHandler),
    (rf"{START}(.+)", NothingHandler),
]
