package dev.sluice.cli.command;

import dev.sluice.cli.ExitCode;
import dev.sluice.cli.Session;
import dev.sluice.cli.http.Follower;
import dev.sluice.cli.http.HttpApi;
import dev.sluice.cli.http.Service;
import dev.sluice.cli.http.StreamedEvent;
import dev.sluice.cli.view.Format;
import dev.sluice.cli.view.Tone;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Looks on until a rollout has ended. It only reads: ending it leaves the rollout as it is. */
@Command(
        name = "watch",
        description = {
            "Shows a rollout until it has ended, and ends with the code of its outcome.",
            "On a terminal it is redrawn in place, elsewhere every event is a line. Ctrl-C leaves the rollout",
            "running."
        })
final class WatchCommand extends SluiceCommand {
    /** Longer than any rollout may stay open. */
    private static final Duration LONGEST = Duration.ofDays(30);

    @Parameters(paramLabel = "ID", description = "the rollout")
    private String id = "";

    WatchCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        HttpApi api = session().api(Service.TRAFFIC);
        String path = "/rollouts/" + HttpApi.encoded(id);
        api.get(path); // an unknown rollout is told at once
        try (Follower follower =
                        new Follower(api, path + "/events", Optional.empty(), Follower.Beginning.MUST_CONNECT);
                Farewell farewell = new Farewell(session(), id)) {
            Pursuit pursuit = new Pursuit(api, id, follower, Deadline.in(LONGEST));
            Pursuit.Ending ending = follow(pursuit, api);
            farewell.settle();
            if (session().format() == Format.TABLE) {
                Tone tone = ending.code() == ExitCode.OK ? Tone.GOOD : Tone.BAD;
                session().output().line(tone, id + ": " + ending.sentence());
            }
            return ending.code();
        }
    }

    private Pursuit.Ending follow(Pursuit pursuit, HttpApi api) {
        if (session().live()) {
            try (LiveProgress live = new LiveProgress(session(), api, id)) {
                return pursuit.run(live, event -> Optional.empty());
            }
        }
        return pursuit.run(new ItemProgress(session()), event -> Optional.empty());
    }

    /** A line per event for people, a document per event for programs. */
    private record ItemProgress(Session session) implements Progress {
        @Override
        public void event(StreamedEvent event) {
            LineProgress lines = new LineProgress(session, session.output()::line);
            session.output().item(event.data(), () -> lines.event(event));
        }

        @Override
        public void tick() {
            // a line that was written stays
        }

        @Override
        public void note(String sentence) {
            session.note(sentence);
        }
    }
}
