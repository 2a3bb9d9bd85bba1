"""Reproducible notebook kit for China's statutory annual reports.

What a form is, is data: a folder below `forms`. Everything else is a room that knows one thing;
docs/architecture.md names them in the order in which they import each other. What each module of
a package is about, its first line says.
"""

__version__ = "0.1.0"
