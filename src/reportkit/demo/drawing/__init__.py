"""The language of recipes at work: values made up by chance that falls the same way every time."""
