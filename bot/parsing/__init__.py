"""What people write, read: links, tags, notes, queries, addresses. Pure: text in, values out, nothing raised."""
