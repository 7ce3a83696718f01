package dev.sluice.traffic.http;

import dev.sluice.chassis.Reader;
import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Freeze;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Target;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;

/** Freezes over HTTP: of one target, or of all. */
@Path("/")
@NonBlocking
@Produces(MediaType.APPLICATION_JSON)
public class FreezeResource {
    private final Reader reader;
    private final CommandSender commands;

    /**
     * The body of a freeze and of a thaw.
     *
     * @param target what is meant; without it, all targets
     */
    public record Wish(String who, String reason, Optional<Target> target) {
        public Wish {
            target = Require.orElse(target, Optional.empty());
        }

        Requester by() {
            return new Requester(who, Require.text("reason", reason));
        }
    }

    /** What is frozen; the target {@code sluice/all} means all. */
    public record Frozen(Target target, Freeze freeze) {}

    /** Everything that is frozen. */
    public record Freezes(List<Frozen> freezes) {}

    @Inject
    FreezeResource(Reader reader, CommandSender commands) {
        this.reader = reader;
        this.commands = commands;
    }

    @GET
    @Path("freezes")
    @Operation(summary = "What is frozen, by whom and since when; sluice/all means all targets")
    public Freezes freezes() {
        return new Freezes(reader.states().stream()
                .flatMap(FreezeResource::frozen)
                .sorted(Comparator.comparing(Frozen::target))
                .toList());
    }

    private static Stream<Frozen> frozen(TargetState state) {
        return state.frozen().map(freeze -> new Frozen(state.target(), freeze)).stream();
    }

    @POST
    @Path("freezes/{verb:freeze|thaw}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Let nothing move up until it is thawed, or let it move up again")
    @APIResponse(
            responseCode = "202",
            description = "The command is on the topic; GET /freezes tells what became of it")
    @APIResponse(responseCode = "503", description = "The broker can't take the command; nothing was changed")
    public Uni<Response> order(
            @RestPath String verb,
            @HeaderParam("Idempotency-Key") String key,
            @HeaderParam("traceparent") String traceparent,
            Wish wish) {
        Requester by = Require.present("body", wish).by();
        Command command = verb.equals("freeze") ? new Command.Freeze(by) : new Command.Thaw(by);
        EventId id = new EventId(verb + "/" + (key == null ? UUID.randomUUID().toString() : key));
        Target target = wish.target().orElse(Freeze.EVERYTHING);
        return commands.send(id, target, command, Optional.ofNullable(traceparent))
                .map(done -> Response.accepted(new Accepted(id.text(), target))
                        .location(URI.create("/freezes"))
                        .build());
    }

    /** A command that was taken. */
    public record Accepted(String command, Target target) {}
}
