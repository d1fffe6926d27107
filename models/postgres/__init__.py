"""Everything that is different where the database is PostgreSQL; the rest of the house writes one SQL for both."""
