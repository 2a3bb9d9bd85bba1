"""Two reports beside each other: which are meant, and what differs, for people and programs."""
