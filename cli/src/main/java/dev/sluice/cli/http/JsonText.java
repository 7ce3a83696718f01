package dev.sluice.cli.http;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Reads JSON as trees. The contract's own mappers are left alone until an event is decoded: they take longer to make. */
final class JsonText {
    static final ObjectMapper TREES = new ObjectMapper();

    private JsonText() {}
}
