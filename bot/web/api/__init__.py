"""The HTTP API: the owner's library for scripts, under /api. JSON in, JSON out, errors included."""
