"""Simpul, the event hub of a regional government. The path of an event, a line per stage; folders bear the names of the stages.

read      connectors/ (kit: hub/connector) yield records of a source, each with its origin
wrap      hub/intake: credential, source, scope; bytes become a checked CloudEvent with the hub's stamp
publish   hub/bus: to Kafka topic `<domain>.<sender>`, keyed by subject; only then is the sender answered, or a cursor moved
consume   hub/bus: batches from all topics; unreadable ones are set aside with a reason
project   hub/projection: one transaction per batch: offsets, event keys, subjects, fold, log, views, marks (hub/views says what is folded)
evaluate  hub/alerts: marks lead to rules, rules to alerts: opened, changed, resolved, withdrawn, reopened
notify    hub/notify: what must leave, by the outbox
show      hub/web: pages, API, live updates

`hub/pipeline.py` joins consume to project and is the place to read the path in order. Below all stages lie `hub/keys` (hashes, keys of
persons) and `hub/store` (tables, bulk read and write). `schemas/` is what agencies and the hub agree on.
"""
