"""Words: values become texts, buttons and Telegram's HTML. Pure: no I/O and no Telegram."""
