package dev.sluice.notifier.port;

import java.time.Duration;
import java.util.Optional;

/** What became of one try to deliver. */
public sealed interface Outcome {
    /** The other side has it. */
    record Delivered() implements Outcome {}

    /** Not now: try again, not sooner than after {@code pause}, where the other side named one. */
    record Later(Optional<Duration> pause, String why) implements Outcome {}

    /** Never: this message won't be taken however often it is tried. */
    record Refused(String why) implements Outcome {}

    /** The receiver wants no more messages at all. */
    record Gone(String why) implements Outcome {}
}
