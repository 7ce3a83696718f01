#!/bin/sh
# Generated from topics.yaml; README.md says how. Safe to repeat.
#
# KAFKA_BOOTSTRAP_SERVERS   the cluster; required
# KAFKA_COMMAND_CONFIG      a properties file with TLS and SASL settings; optional
# KAFKA_BIN                 where Kafka's own scripts lie; those on the PATH unless set
# SLUICE_PARTITIONS         of every keyed topic; fixed for good once they exist
# SLUICE_REPLICATION        copies of each partition; 3 unless set
# SLUICE_MIN_INSYNC         copies that must confirm; 2 unless set
set -eu
: "${KAFKA_BOOTSTRAP_SERVERS:?set KAFKA_BOOTSTRAP_SERVERS}"
tool=${KAFKA_BIN:+$KAFKA_BIN/}kafka-topics.sh
keyed=${SLUICE_PARTITIONS:-12}

# topic NAME PARTITIONS SETTINGS...
topic() {
    name=$1
    partitions=$2
    shift 2
    "$tool" --bootstrap-server "$KAFKA_BOOTSTRAP_SERVERS" \
        ${KAFKA_COMMAND_CONFIG:+--command-config "$KAFKA_COMMAND_CONFIG"} \
        --create --if-not-exists --topic "$name" --partitions "$partitions" \
        --replication-factor "${SLUICE_REPLICATION:-3}" \
        --config min.insync.replicas="${SLUICE_MIN_INSYNC:-2}" "$@"
}

# What people and pipelines ask for
topic sluice.commands "$keyed" \
    --config cleanup.policy=delete \
    --config max.message.bytes=1048576 \
    --config message.timestamp.type=LogAppendTime \
    --config retention.ms=604800000

# The journal, which is the truth about every rollout
topic sluice.rollouts "$keyed" \
    --config cleanup.policy=delete \
    --config max.message.bytes=1048576 \
    --config message.timestamp.type=LogAppendTime \
    --config retention.ms=2592000000

# A cache of the journal, one snapshot per target
topic sluice.targets "$keyed" \
    --config cleanup.policy=compact \
    --config max.message.bytes=1048576 \
    --config message.timestamp.type=LogAppendTime \
    --config min.cleanable.dirty.ratio=0.1 \
    --config segment.ms=3600000

# Every single evaluation, and the pulses with the verdicts of the open rollouts
topic sluice.measurements "$keyed" \
    --config cleanup.policy=delete \
    --config max.message.bytes=1048576 \
    --config message.timestamp.type=LogAppendTime \
    --config retention.ms=259200000

# Samples that applications push, judged on arrival
topic sluice.metrics "$keyed" \
    --config cleanup.policy=delete \
    --config max.message.bytes=1048576 \
    --config message.timestamp.type=LogAppendTime \
    --config retention.ms=86400000

# Alerts that fire and resolve, for operators and other systems
topic sluice.alerts "$keyed" \
    --config cleanup.policy=delete \
    --config max.message.bytes=1048576 \
    --config message.timestamp.type=LogAppendTime \
    --config retention.ms=604800000

# What could not be read, with the reason; at most 64 KiB of each record
topic sluice.dead-letters 1 \
    --config cleanup.policy=delete \
    --config max.message.bytes=1048576 \
    --config message.timestamp.type=LogAppendTime \
    --config retention.ms=2592000000
