"""The tables of a published report: lines to rows to cells, by the form's labels and by sums."""
