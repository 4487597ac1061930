"""The facts we exchange: one file a domain, events in the past tense. Knows pydantic alone and imports nothing of ours.

``registry`` lists the domains, ``decode`` turns bytes into an event or says why not, ``split`` parts what may be shown from what is
encrypted, ``encode`` makes the bytes, ``fields`` are the shared types.
"""
