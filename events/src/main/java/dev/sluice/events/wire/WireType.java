package dev.sluice.events.wire;

/**
 * One row of the table of wire names.
 *
 * @param name the {@code ce_type}, e.g. {@code dev.sluice.stage.started.v1}
 * @param topic where it travels
 * @param writer the service that sends it; "anyone" for commands and samples
 * @param record what its payload binds to
 */
public record WireType(String name, String topic, String writer, Class<?> record) {}
