"""What is not a page: its facts, its text and a picture of it, read in a process of its own."""
