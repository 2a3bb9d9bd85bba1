"""What an audit leaves: lists, pages, pictures, lines for people and for programs."""
