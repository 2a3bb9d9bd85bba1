"""What is printed: how PDF and DOCX lay out a page, and the PDF itself."""
