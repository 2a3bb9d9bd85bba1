"""Where the records stand: files, sheets, blocks, headings, and which rows are no records."""
