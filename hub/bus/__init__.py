"""PUBLISH and CONSUME: the only place that knows FastStream and aiokafka."""
