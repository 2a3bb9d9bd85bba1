"""How a report looks: HTML and PDF from an executed notebook, and the pages around them."""
