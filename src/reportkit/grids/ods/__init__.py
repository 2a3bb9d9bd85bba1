"""Reading ODS, the spreadsheets of LibreOffice."""
