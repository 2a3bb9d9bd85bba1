"""Documents with pages: what stands where on a page, as paragraphs and grids."""
