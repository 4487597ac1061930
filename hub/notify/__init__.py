"""NOTIFY: what the evaluator put into the outbox leaves the hub. One channel a file; knows alerts, no rule's query and no event."""
