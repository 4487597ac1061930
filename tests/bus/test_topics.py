"""Topics, on the real Kafka."""

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from hub.bus import topics
from hub.errors import StopError, TryLaterError
from hub.settings import Settings


async def _configuration(settings: Settings, name: str) -> dict[str, str]:
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka)
    await admin.start()
    try:
        (answer,) = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name)])
    finally:
        await admin.close()
    return {one[0]: one[1] for one in answer.resources[0][4]}


async def test_topics_of_a_source_are_made_once_and_usable(settings: Settings) -> None:
    names = topics.of_source(settings, "diskominfo", ["complaints"])
    prefix = settings.topic_prefix
    assert names == [f"{prefix}complaints.diskominfo", f"{prefix}reference.diskominfo"]
    assert sorted(await topics.make(settings, names)) == names
    assert await topics.make(settings, names) == []
    assert await topics.present(settings) == [topics.Topic(name, 3, usable=True) for name in names]


async def test_a_topic_of_events_keeps_kafkas_time_for_thirty_days_in_segments_of_a_day(settings: Settings) -> None:
    (name,) = await topics.make(settings, [f"{settings.topic_prefix}complaints.dishub"])
    told = await _configuration(settings, name)
    assert told["message.timestamp.type"] == "LogAppendTime"
    assert (told["retention.ms"], told["segment.ms"]) == (str(30 * 86_400_000), "86400000")


async def test_the_topic_of_alerts_keeps_the_newest_word_on_each(settings: Settings) -> None:
    await topics.make(settings, topics.shared(settings))
    assert (await _configuration(settings, f"{settings.topic_prefix}hub.alerts"))["cleanup.policy"] == "compact"
    assert (await _configuration(settings, f"{settings.topic_prefix}hub.dead-letters"))["cleanup.policy"] == "delete"


async def test_a_topic_with_another_number_of_partitions_is_named(settings: Settings) -> None:
    name = f"{settings.topic_prefix}complaints.dishub"
    await topics.make(settings.model_copy(update={"partitions": 1}), [name])
    with pytest.raises(StopError, match="1 partisi"):
        await topics.make(settings, [name])


async def test_kafka_away_is_said_with_what_to_do(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "DEADLINE_S", 0.5)
    with pytest.raises(TryLaterError, match="simpul doctor"):
        await topics.make(settings.model_copy(update={"kafka": "127.0.0.1:9"}), ["x"])
