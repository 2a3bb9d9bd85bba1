"""Ledgers handed in as counts by month or year instead of one row a record."""
