"""``simpul up``: starts the real servers and the hub's own processes on one machine, keeps them running, ends them in order.

``table`` names the processes in the order of an event's path, ``child`` keeps one of them alive, ``servers`` the embedded
Kafka and PostgreSQL, ``lock`` refuses a second one on the same home, ``supervise`` puts them together.
"""
