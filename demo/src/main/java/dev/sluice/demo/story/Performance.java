package dev.sluice.demo.story;

import dev.sluice.demo.load.Observations;
import dev.sluice.demo.target.ServiceRecord;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.plan.Plan;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rollout while it runs: follows its events, tells each, says from time to time how it stands, and lets the candidate
 * fail when that was asked for. Ends with the outcome, or with {@link DemoFailed} when there is none in time.
 */
final class Performance {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration REDRAW = Duration.ofMillis(500);
    private static final Duration REPRINT = Duration.ofSeconds(5);
    private static final int BAD_STAGE = 1;
    private static final Duration GOOD_UNTIL = Duration.ofSeconds(5);
    private static final String FAILING = "{\"errorRate\": \"50%\"}";

    private final Screen screen;
    private final Observations observations;
    private final Api api;
    private final Sight sight;
    private final URI candidate;
    private final Map<Integer, String> measured = new HashMap<>();
    private Story story = Story.NEW;
    private boolean toFail;
    private Optional<ServiceRecord> served = Optional.empty();
    private Instant shownAt = Instant.EPOCH;

    Performance(Screen screen, Observations observations, Api api, Sight sight, URI candidate, boolean bad) {
        this.screen = screen;
        this.observations = observations;
        this.api = api;
        this.sight = sight;
        this.candidate = candidate;
        this.toFail = bad;
    }

    /**
     * What came of it.
     *
     * @param measured the share by the routers' counters, by stage
     * @param served the candidate's own record, as it was when its loss of all traffic had been verified
     */
    record Outcome(Story story, Map<Integer, String> measured, Optional<ServiceRecord> served) {
        Outcome {
            measured = Map.copyOf(measured);
        }
    }

    Outcome play(EventFeed feed) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (story.ending().isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new DemoFailed("there was no outcome within %d minutes".formatted(PATIENCE.toMinutes()));
            }
            feed.next(TICK).ifPresent(this::told);
            story.playing().ifPresent(this::look);
        }
        return new Outcome(story, measured, served);
    }

    private void told(Told told) {
        Optional<Play> before = story.playing();
        Story after = story.after(told);
        before.filter(play -> after.playing().isEmpty()).ifPresent(play -> ended(after, play.stage()));
        Narrator.tell(story, told).ifPresent(line -> screen.line(line.tone(), line.text()));
        if (told.event() instanceof Fact.SwitchVerified && served.isEmpty()) {
            // What follows is its end.
            served = Optional.of(ServiceRecord.from(
                    new JsonObject(api.get(candidate.resolve("/admin/record")).toString())));
        }
        story = after;
        shownAt = after.playing().equals(before) ? shownAt : Instant.now();
    }

    private void ended(Story after, int stage) {
        see(stage);
        Play play = after.plays().get(stage);
        Instant end = play.endedAt().orElseGet(Instant::now);
        screen.line(Narrator.clock(after, end) + "  " + standing(play, end) + validated(play));
    }

    private static String validated(Play play) {
        return play.remark().isPresent() || play.readings().isEmpty()
                ? ""
                : " | validated, " + Words.reading(play.readings().getFirst());
    }

    private void look(Play play) {
        Instant now = Instant.now();
        if (toFail && play.stage() == BAD_STAGE && play.length(now).compareTo(GOOD_UNTIL) >= 0) {
            toFail = false;
            screen.line(Screen.Tone.STRONG, Narrator.clock(story, now) + "the candidate begins to fail: " + FAILING);
            api.put(candidate.resolve("/admin/behaviour"), FAILING);
        }
        Duration period = screen.isTerminal() ? REDRAW : REPRINT;
        if (Duration.between(shownAt, now).compareTo(period) >= 0) {
            shownAt = now;
            show(play, now);
        }
    }

    private void show(Play play, Instant now) {
        see(play.stage());
        String line = Narrator.clock(story, now) + "  " + standing(play, now)
                + sight.verdict().map(verdict -> " | " + verdict).orElse("");
        if (screen.isTerminal()) {
            screen.status(line);
        } else {
            screen.line(line);
        }
    }

    private void see(int stage) {
        sight.measured(stage).ifPresent(share -> measured.put(stage, share));
    }

    private String standing(Play play, Instant now) {
        Share share = share(play, now);
        String planned = story.plan()
                .map(plan -> planned(plan, play.stage()))
                .map(length -> " of " + length)
                .orElse("");
        return "%s wanted | %s at the target (%d of %d) | %s by the router | %s%s"
                .formatted(
                        play.weight(),
                        Words.percent(share.percent()),
                        share.ofVersion(),
                        share.answered(),
                        measured.getOrDefault(play.stage(), "?"),
                        Words.seconds(play.length(now)),
                        planned);
    }

    private Share share(Play play, Instant now) {
        Instant from = play.switchedAt().orElse(now);
        return Share.of(
                DataPlane.CANDIDATE,
                observations.select(observation -> true),
                from,
                play.endedAt().orElse(now));
    }

    private static String planned(Plan plan, int stage) {
        return Words.seconds(plan.durationOf(stage).duration());
    }
}
