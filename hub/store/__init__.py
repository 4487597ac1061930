"""STORE: the tables at the heart, the engine, bulk read and write. Knows PostgreSQL; knows no event type, view or rule."""
