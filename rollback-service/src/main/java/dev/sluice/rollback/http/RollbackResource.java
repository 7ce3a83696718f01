package dev.sluice.rollback.http;

import com.fasterxml.jackson.core.JacksonException;
import dev.sluice.chassis.Outbox;
import dev.sluice.chassis.Reader;
import dev.sluice.chassis.http.Problem;
import dev.sluice.chassis.http.ProblemException;
import dev.sluice.events.command.Command;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.story.RollbackStory;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Json;
import dev.sluice.rollback.config.RollbackConfig;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Rollbacks over HTTP. What is asked for here goes the way of every command: through {@code sluice.commands}. */
@Path("/rollbacks")
@Tag(name = "rollbacks")
@Produces(MediaType.APPLICATION_JSON)
public class RollbackResource {
    private static final long TAKEN_WITHIN_SECONDS = 5;
    private static final Codec CODEC = new Codec("rollback-service");
    private final Reader reader;
    private final Outbox outbox;
    private final RollbackConfig config;

    @Inject
    RollbackResource(Reader reader, Outbox outbox, RollbackConfig config) {
        this.reader = reader;
        this.outbox = outbox;
        this.config = config;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Ask for a rollback",
            description = "Accepted once Kafka has the command; stable then gets all traffic, whatever else goes on. "
                    + "The same Idempotency-Key asks once.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = RollbackOrder.class)))
    @APIResponse(responseCode = "202", description = "Kafka has the command; Location is the rollout")
    @APIResponse(
            responseCode = "400",
            description = "The body or the key is not as expected; the field is named",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "404",
            description = "No open rollout has this id",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "Kafka did not take the command within 5 s, or the journal is not read yet",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public CompletionStage<Response> ask(@HeaderParam("Idempotency-Key") @Nullable String key, byte @Nullable [] body) {
        RollbackOrder order = order(body == null ? new byte[0] : body);
        EventId id = new EventId(key == null ? UUID.randomUUID().toString() : new StartKey(key).text());
        Target target = open(order.rollout());
        Requester by = new Requester(order.by().who(), order.by().reason());
        return outbox.send(CODEC.encode(id, target, new Command.RollBack(order.rollout(), by)), Optional.empty())
                .toCompletableFuture()
                .orTimeout(TAKEN_WITHIN_SECONDS, TimeUnit.SECONDS)
                .handle((taken, failure) -> {
                    if (failure != null) {
                        throw new ProblemException(
                                503,
                                "Not taken",
                                "Kafka did not take the command, so nothing was asked for: " + failure);
                    }
                    return accepted(order.rollout(), id);
                });
    }

    @GET
    @Path("/{rollout}")
    @Operation(summary = "How a rollback went so far")
    @APIResponse(
            responseCode = "200",
            description = "The rollback of this rollout",
            content = @Content(schema = @Schema(implementation = RollbackStory.class)))
    @APIResponse(
            responseCode = "404",
            description = "This rollout is not known, or has not been rolled back",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response story(@PathParam("rollout") String rollout) {
        RolloutId id = new RolloutId(rollout);
        RollbackStory story = reader.owning(id)
                .flatMap(state -> state.rollout(id))
                .flatMap(RolloutState::rollback)
                .orElseThrow(() -> new ProblemException(
                        404, "No such rollback", "Rollout " + id + " is not known here, or was not rolled back."));
        return Response.ok(Codec.json(story)).build();
    }

    private Response accepted(RolloutId rollout, EventId id) {
        String base = config.trafficUrl().toString().replaceFirst("/+$", "");
        return Response.accepted(new Accepted(rollout.text(), id.text()))
                .location(URI.create(base + "/rollouts/" + rollout))
                .build();
    }

    /** The answer to an accepted request. */
    @Schema(name = "RollbackAccepted")
    public record Accepted(String rollout, String command) {}

    private static RollbackOrder order(byte[] body) {
        try {
            return Require.present("", Json.STRICT.readValue(body, RollbackOrder.class));
        } catch (JacksonException e) {
            throw PlanReader.refusal(e);
        } catch (IOException e) {
            throw new ProblemException(400, "Not readable", String.valueOf(e.getMessage()));
        }
    }

    private Target open(RolloutId rollout) {
        Optional<TargetState> state = reader.owning(rollout);
        if (state.flatMap(TargetState::open)
                .filter(open -> open.id().equals(rollout))
                .isPresent()) {
            return state.get().target();
        }
        if (!reader.caughtUp()) {
            throw new ProblemException(503, "Not ready", "The journal is still being read; try again in a moment.");
        }
        String why = state.isPresent() ? " is not open: it waits or has ended." : " is not known.";
        throw new ProblemException(404, "No such open rollout", "Rollout " + rollout + why);
    }
}
