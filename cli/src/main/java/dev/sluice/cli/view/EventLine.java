package dev.sluice.cli.view;

import dev.sluice.cli.http.StreamedEvent;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** An event as a line: its time, and its sentence in its tone. */
public final class EventLine {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private EventLine() {}

    public static String of(StreamedEvent event, ZoneId zone, Paint paint) {
        Sentence sentence = Narrator.tell(event);
        return paint.as(Tone.QUIET, time(event, zone)) + "  " + paint.as(sentence.tone(), sentence.text());
    }

    /** With the target in front, for a stream of several. */
    public static String ofMany(StreamedEvent event, ZoneId zone, Paint paint) {
        Sentence sentence = Narrator.tell(event);
        String rollout = Words.text(event.payload(), "rollout");
        return paint.as(Tone.QUIET, time(event, zone)) + "  "
                + paint.as(Tone.STRONG, rollout.isEmpty() ? event.target() : rollout) + "  "
                + paint.as(sentence.tone(), sentence.text());
    }

    private static String time(StreamedEvent event, ZoneId zone) {
        return event.time().map(at -> TIME.format(at.atZone(zone))).orElse("            ");
    }
}
