"""The people's side: what somebody does in Telegram, for the page and for tests, and the updates it makes."""
