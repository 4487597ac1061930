"""EVALUATE: rules, the evaluator that asks them, the journal of alerts. Knows the views; knows no Kafka and no channel."""
