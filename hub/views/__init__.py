"""PROJECT: consolidated views. One file a kind of subject: its rows, its `step`, its queries. Knows no Kafka, no clock, no rule."""
