"""Empty ledgers for a new year: workbooks with headings, words to choose from, instructions."""
