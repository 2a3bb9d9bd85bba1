"""Addresses that redirect, fetched from a site of our own: run in a network of its own.

Prints what became of each, as JSON, and what was asked of the inner site.
"""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from reportkit.audit.fetched import fetch
from reportkit.errors import PublishedError

OUTER, INNER, PORT = "20.30.40.50", "10.1.2.3", 8080
TO = {
    "/name": f"http://inner.test:{PORT}/",
    "/address": f"http://{INNER}:{PORT}/",
    "/mapped": f"http://[::ffff:{INNER}]:{PORT}/",
    "/number": f"http://{int.from_bytes(bytes(map(int, INNER.split('.'))), 'big')}:{PORT}/",
    "/both": f"http://both.test:{PORT}/",
    "/outer": f"http://outer.test:{PORT}/report",
}
asked: list[str] = []


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.server.server_address[0] == INNER:
            asked.append(self.path)
        self.send_response(302 if self.path in TO else 200)
        if self.path in TO:
            self.send_header("Location", TO[self.path])
        self.end_headers()
        self.wfile.write(b"report")

    def log_message(self, *_: object) -> None:
        pass


def _fetched(path: str) -> str:
    try:
        return fetch(f"http://outer.test:{PORT}{path}")[0].decode()
    except PublishedError as refused:
        return str(refused)


if __name__ == "__main__":
    for address in (OUTER, INNER):
        site = ThreadingHTTPServer((address, PORT), _Site)
        threading.Thread(target=site.serve_forever, daemon=True).start()
    json.dump([{path: _fetched(path) for path in TO}, asked], sys.stdout)
