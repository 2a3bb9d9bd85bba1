"""The official form as a bureau filled it in: its tables by their labels, cell by cell."""
