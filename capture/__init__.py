"""Getting a page: an address in, a picture and what is known about the page out."""
