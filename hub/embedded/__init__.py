"""The real Apache Kafka and PostgreSQL on a bare machine: no container engine, no Java of the system, no root.

Read in this order: ``ports`` and ``processes`` (what every server needs), ``jars`` and ``java`` (Kafka's programs), ``kafka``,
``postgres``. Nothing here knows events; the supervisor and the tests start these classes and hand their addresses to the rest.
"""
