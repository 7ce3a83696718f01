package dev.sluice.events.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Require;
import java.io.IOException;

/**
 * A number of times that has a default. Where it is absent it is 0, which the record takes for its default; a 0 that is
 * written is refused, since elsewhere it means that not one failure is borne, and here it would silently mean the default.
 */
final class Counted extends StdScalarDeserializer<Integer> {
    Counted() {
        super(int.class);
    }

    @Override
    public Integer deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        Integer written = context.readValue(parser, int.class);
        Require.that(written != 0, "", "expected at least 1, found 0");
        return written;
    }

    @Override
    public Integer getNullValue(DeserializationContext context) {
        throw new Refusal("", "expected at least 1, found nothing");
    }

    @Override
    public Integer getAbsentValue(DeserializationContext context) {
        return 0;
    }
}
