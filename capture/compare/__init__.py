"""What differs between two captures of one page: in their pictures and in their words. Pure, and made for a thread."""
