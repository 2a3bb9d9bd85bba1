"""The parts of a page: official tables, charts, lists of findings, an analyst's own frames."""
