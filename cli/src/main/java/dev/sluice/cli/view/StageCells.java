package dev.sluice.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One stage as a row: mark, name, bar, share wanted and measured, time elapsed and planned, verdict.
 *
 * @param newest the readings of the newest evaluation of its checks while it runs; else those of the journal
 */
record StageCells(JsonNode stage, JsonNode newest, Clock clock, boolean unicode) {
    private static final int BAR = 20;

    Cell[] cells() {
        return new Cell[] {
            mark(),
            new Cell(running() ? Tone.STRONG : Tone.PLAIN, Words.text(stage, "name")),
            bar(),
            Cell.of(Words.text(stage, "weight")),
            Cell.of(measured()),
            Cell.of(time()),
            verdict()
        };
    }

    private Optional<Instant> started() {
        return Words.time(stage, "startedAt");
    }

    private Optional<Instant> switched() {
        return Words.time(stage, "switchedAt");
    }

    private Optional<Instant> ended() {
        return Words.time(stage, "endedAt");
    }

    private boolean running() {
        return started().isPresent() && ended().isEmpty();
    }

    /** A stage that ended well has nothing to remark. */
    private String remark() {
        return Words.text(stage, "remark");
    }

    private Cell mark() {
        if (ended().isPresent()) {
            return remark().isEmpty()
                    ? new Cell(Tone.GOOD, unicode ? "✓" : "+")
                    : new Cell(Tone.BAD, unicode ? "✗" : "x");
        }
        return running() ? new Cell(Tone.STRONG, ">") : new Cell(Tone.QUIET, unicode ? "·" : ".");
    }

    private Cell bar() {
        int full = (int) Math.round(BAR * passed());
        String done = (unicode ? "█" : "#").repeat(full);
        String rest = (unicode ? "░" : "-").repeat(BAR - full);
        return new Cell(running() ? Tone.GOOD : Tone.QUIET, done + rest);
    }

    /** How much of the stage's time has passed, 0 to 1; the time counts from the switch. */
    private double passed() {
        if (ended().isPresent()) {
            return remark().isEmpty() ? 1 : 0;
        }
        if (switched().isEmpty() || Words.time(stage, "dueAt").isEmpty()) {
            return 0;
        }
        Instant from = switched().get();
        long whole = Duration.between(from, Words.time(stage, "dueAt").get()).toMillis();
        long gone = Duration.between(from, clock.instant()).toMillis();
        return whole <= 0 ? 1 : Math.clamp((double) gone / whole, 0.0, 1.0);
    }

    private String measured() {
        List<String> shares = new ArrayList<>();
        for (JsonNode router : stage.path("routers")) {
            String share = Words.text(router, "measured");
            if (!share.isEmpty()) {
                shares.add(stage.path("routers").size() == 1 ? share : Words.text(router, "router") + " " + share);
            }
        }
        return String.join(", ", shares);
    }

    private String time() {
        String planned = Words.text(stage, "planned");
        return started()
                .map(from ->
                        Words.duration(Duration.between(switched().orElse(from), ended().orElseGet(clock::instant)))
                                + " of " + planned)
                .orElse(planned);
    }

    private Cell verdict() {
        if (!remark().isEmpty()) {
            return new Cell(Tone.BAD, remark());
        }
        if (started().isEmpty()) {
            return Cell.of("");
        }
        if (running() && switched().isEmpty()) {
            return new Cell(Tone.WARNING, "setting the share");
        }
        return ofReadings();
    }

    private Cell ofReadings() {
        List<String> failing = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        JsonNode readings = newest.isEmpty() ? stage.path("readings") : newest;
        for (JsonNode reading : readings) {
            switch (Words.text(reading, "outcome")) {
                case "HELD" -> {}
                case "NOT_HELD" -> failing.add(Words.reading(reading));
                default -> unknown.add(Words.reading(reading));
            }
        }
        if (!failing.isEmpty()) {
            return new Cell(Tone.BAD, String.join(", ", failing));
        }
        if (!unknown.isEmpty()) {
            return new Cell(Tone.WARNING, String.join(", ", unknown));
        }
        return readings.isEmpty() ? Cell.of("") : new Cell(Tone.GOOD, "healthy");
    }
}
