package dev.sluice.health.trouble;

import dev.sluice.events.plan.Reading;
import dev.sluice.events.value.Condition;
import java.util.List;

/**
 * One row of the table: a source of one kind gets into one trouble.
 *
 * @param situation the trouble in words
 * @param acts what the source shows, one after the other; each was seen before the next begins
 * @param ending what becomes of it after the last act
 * @param well the condition of health; its opposite is the breach
 */
record Row(
        Trouble trouble,
        Kind kind,
        String situation,
        Reading read,
        List<String> acts,
        Ending ending,
        Condition well,
        Expected expected) {
    /** A type of source. */
    enum Kind {
        PROMETHEUS,
        SCRAPE,
        JSON,
        PUSHED
    }

    /** What becomes of the source, or of what is read by it. */
    enum Ending {
        STAYS,
        /** The application's process ends. */
        GONE,
        /** One of its three processes ends. */
        ONE_OF_THREE_GONE,
        /** The application takes requests and does not answer. */
        HANGS,
        /** The application lets nobody read any more. */
        LOCKED,
        /** The source itself takes requests and does not answer. */
        SOURCE_HANGS,
        /** The source itself does not know us. */
        SOURCE_LOCKED
    }

    int instances() {
        return ending == Ending.ONE_OF_THREE_GONE ? 3 : 1;
    }

    @Override
    public String toString() {
        return trouble + " " + kind + ": " + situation;
    }
}
