#!/bin/sh
# Generated from acls.yaml; README.md says how. Safe to repeat.
#
# KAFKA_BOOTSTRAP_SERVERS   the cluster; required
# KAFKA_COMMAND_CONFIG      a properties file with TLS and SASL settings; optional
# KAFKA_BIN                 where Kafka's own scripts lie; those on the PATH unless set
# SLUICE_PRINCIPAL_PREFIX   before each name, User:CN= for certificates; User: unless set
set -eu
: "${KAFKA_BOOTSTRAP_SERVERS:?set KAFKA_BOOTSTRAP_SERVERS}"
tool=${KAFKA_BIN:+$KAFKA_BIN/}kafka-acls.sh
prefix=${SLUICE_PRINCIPAL_PREFIX:-User:}

# allow NAME RIGHTS...: what one principal may do
allow() {
    name=$1
    shift
    "$tool" --bootstrap-server "$KAFKA_BOOTSTRAP_SERVERS" \
        ${KAFKA_COMMAND_CONFIG:+--command-config "$KAFKA_COMMAND_CONFIG"} \
        --add --allow-principal "$prefix$name" "$@"
}

# Decides, and alone writes to routers; forwards commands that came without their key
allow traffic-service --operation READ \
    --topic sluice.commands \
    --topic sluice.rollouts \
    --topic sluice.targets \
    --topic sluice.measurements
allow traffic-service --operation WRITE \
    --topic sluice.commands \
    --topic sluice.rollouts \
    --topic sluice.targets \
    --topic sluice.dead-letters
allow traffic-service --operation READ --operation DESCRIBE --resource-pattern-type literal --group sluice-traffic

# Judges; pushed samples are read in a group whose name begins like this
allow health-service --operation READ \
    --topic sluice.rollouts \
    --topic sluice.targets \
    --topic sluice.metrics
allow health-service --operation WRITE \
    --topic sluice.rollouts \
    --topic sluice.measurements \
    --topic sluice.dead-letters
allow health-service --operation READ --resource-pattern-type literal --group sluice-health
allow health-service --operation READ --resource-pattern-type prefixed --group sluice-health-metrics

# Requests and verifies rollbacks; reads the rollback commands of people beside traffic-service
allow rollback-service --operation READ \
    --topic sluice.commands \
    --topic sluice.rollouts \
    --topic sluice.targets
allow rollback-service --operation WRITE \
    --topic sluice.commands \
    --topic sluice.rollouts \
    --topic sluice.dead-letters
allow rollback-service --operation READ --resource-pattern-type literal --group sluice-rollback
allow rollback-service --operation READ --resource-pattern-type literal --group sluice-rollback-commands

# Reads the journal, and writes to people
allow notifier-service --operation READ \
    --topic sluice.rollouts \
    --topic sluice.targets \
    --topic sluice.measurements
allow notifier-service --operation WRITE \
    --topic sluice.alerts \
    --topic sluice.dead-letters
allow notifier-service --operation READ --resource-pattern-type literal --group sluice-notifier

# ./sluice on an operator's machine; reads by assignment
allow cli --operation READ \
    --topic sluice.rollouts \
    --topic sluice.measurements \
    --topic sluice.alerts \
    --topic sluice.dead-letters
allow cli --operation WRITE \
    --topic sluice.commands

# Continuous delivery, which starts rollouts
allow pipelines --operation WRITE \
    --topic sluice.commands

# Applications that push samples
allow applications --operation WRITE \
    --topic sluice.metrics

# Alerting and dead letters
allow operators --operation READ \
    --topic sluice.alerts \
    --topic sluice.dead-letters
allow operators --operation READ --resource-pattern-type prefixed --group operators-

# Anyone who keeps or replays the history
allow auditors --operation READ \
    --topic sluice.rollouts
allow auditors --operation READ --resource-pattern-type prefixed --group auditors-
