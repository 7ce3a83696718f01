package dev.sluice.traffic.clusterrouter;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An object as it was read, or as it would be made.
 *
 * @param exists whether it was read; otherwise it is to be made
 * @param shape which of its fields are the router's
 */
public record Standing(ObjectRef ref, ObjectNode object, boolean exists, Shape shape) {}
