"""The chat page: routes, events, and what a browser needs to show the chat."""
