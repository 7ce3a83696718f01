package dev.sluice.events.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Require;
import java.io.IOException;

/**
 * How many times stable's rate is still well. Where it is absent it is 0, which the record takes for its default; a 0 that is
 * written, which somebody may mean as no tolerance at all, is refused: that is 1.
 */
final class Tolerance extends StdScalarDeserializer<Double> {
    static final String EXPECTED = "expected 1 to 100, such as 1.2";

    Tolerance() {
        super(double.class);
    }

    @Override
    public Double deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        Double written = context.readValue(parser, double.class);
        Require.that(written != 0, "", EXPECTED + ", found 0");
        return written;
    }

    @Override
    public Double getNullValue(DeserializationContext context) {
        throw new Refusal("", EXPECTED + ", found nothing");
    }

    @Override
    public Double getAbsentValue(DeserializationContext context) {
        return 0.0;
    }
}
