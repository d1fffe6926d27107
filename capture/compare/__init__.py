"""What differs between two captures of one page, in their pictures and their words: pure, in a process of its own."""
