package dev.sluice.health.json;

import dev.sluice.health.domain.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether all instances are well, by their statuses alone. */
final class StatusReader {
    private StatusReader() {}

    /** One that is down is evidence enough, whatever the others hide. */
    static Sample read(List<Heard> instances, Instant at) {
        Optional<Sample> hidden = Optional.empty();
        for (Heard heard : instances) {
            switch (heard) {
                case Heard.Silent silent -> {
                    return down(silent.url() + ": " + silent.why(), at);
                }
                case Heard.Answered answered -> {
                    if (answered.noRight()) {
                        hidden = Optional.of(PathReader.noRight(answered));
                    } else if (!answered.well()) {
                        return down(answered.url() + ": answered " + answered.status(), at);
                    }
                }
            }
        }
        return hidden.orElse(new Sample.Value(1, at));
    }

    private static Sample down(String what, Instant at) {
        return new Sample.Value(0, at, Optional.of(what));
    }
}
