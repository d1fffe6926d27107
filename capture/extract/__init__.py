"""What a page is about and what it turned out to be, out of plain signals; pure."""
