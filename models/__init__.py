"""Keeping what was got: rows, blobs, the text index and the queue."""
