"""The demo: sample sources and, where they are at hand, a thousand real complaints. Uses the public way in."""
