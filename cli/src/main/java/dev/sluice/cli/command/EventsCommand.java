package dev.sluice.cli.command;

import dev.sluice.cli.ExitCode;
import dev.sluice.cli.Session;
import dev.sluice.cli.http.Follower;
import dev.sluice.cli.http.HttpApi;
import dev.sluice.cli.http.Service;
import dev.sluice.cli.http.StreamedEvent;
import dev.sluice.cli.view.EventLine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints events as the journal has them. */
@Command(name = "events", description = "Prints the events of a rollout, or of all; with -o json one event per line.")
final class EventsCommand extends SluiceCommand {
    private static final Duration WHILE = Duration.ofMinutes(1);

    @Parameters(arity = "0..1", paramLabel = "ID", description = "the rollout (default: all)")
    private Optional<String> id = Optional.empty();

    @Option(names = "--follow", description = "go on with what happens from now, until Ctrl-C")
    private boolean follow;

    EventsCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        HttpApi api = session().api(Service.TRAFFIC);
        String path = id.map(rollout -> "/rollouts/" + HttpApi.encoded(rollout)).orElse("") + "/events";
        if (!follow) {
            List<StreamedEvent> known = api.events(path + "?follow=false");
            known.forEach(this::print);
            if (known.isEmpty()) {
                session().note("no events are known here; those of the past are in the journal");
            }
            return ExitCode.OK;
        }
        try (Follower follower = new Follower(api, path, Optional.empty(), Follower.Beginning.MUST_CONNECT)) {
            while (!session().around().out().checkError()) {
                follower.next(WHILE).ifPresent(this::print);
            }
            return ExitCode.OK; // whoever read the output has gone
        }
    }

    private void print(StreamedEvent event) {
        session().output().item(event.data(), () -> session().output().line(line(event)));
    }

    private String line(StreamedEvent event) {
        return id.isPresent()
                ? EventLine.of(event, session().clock().getZone(), session().paint())
                : EventLine.ofMany(event, session().clock().getZone(), session().paint());
    }
}
