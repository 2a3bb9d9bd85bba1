"""Workbooks of Excel and WPS: Open XML, the binary formats before and beside it."""
