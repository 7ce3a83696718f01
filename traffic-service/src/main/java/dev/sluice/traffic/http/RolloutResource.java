package dev.sluice.traffic.http;

import dev.sluice.chassis.Reader;
import dev.sluice.chassis.http.Check;
import dev.sluice.chassis.http.ProblemException;
import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Recorded;
import dev.sluice.events.journal.RestoreDecision;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.wire.Codec;
import dev.sluice.traffic.kafka.CommandInbox;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;

/** Rollouts over HTTP: start, steer, read, follow. */
@Path("/")
@NonBlocking
@Produces(MediaType.APPLICATION_JSON)
public class RolloutResource {
    private static final String YAML = "application/yaml";
    private final Reader reader;
    private final CommandSender commands;
    private final CommandInbox inbox;
    private final Presenter presenter;
    private final Rehearsal rehearsal;
    private final EventHub hub;

    /** The body of a verb. */
    public record Wish(
            String who, String reason, boolean full, Optional<Name> store, Optional<RestoreDecision> decision) {
        public Wish {
            store = Require.orElse(store, Optional.empty());
            decision = Require.orElse(decision, Optional.empty());
        }

        Command.DecideRestore decideRestore(RolloutId rollout) {
            return new Command.DecideRestore(
                    rollout,
                    store.orElseThrow(() -> new Refusal("store", "is missing: the data of which store of the plan?")),
                    decision.orElseThrow(() -> new Refusal("decision", "is missing: expected restore or skip")),
                    by());
        }

        Requester by() {
            return new Requester(who, Require.text("reason", reason));
        }
    }

    @Inject
    RolloutResource(
            Reader reader,
            CommandSender commands,
            CommandInbox inbox,
            Presenter presenter,
            Rehearsal rehearsal,
            EventHub hub) {
        this.reader = reader;
        this.commands = commands;
        this.inbox = inbox;
        this.presenter = presenter;
        this.rehearsal = rehearsal;
        this.hub = hub;
    }

    @POST
    @Path("rollouts")
    @Consumes({MediaType.APPLICATION_JSON, YAML, "application/x-yaml", "text/yaml"})
    @Operation(summary = "Start a rollout from a plan in YAML or JSON; the same Idempotency-Key starts one rollout")
    @APIResponse(responseCode = "202", description = "The command is on the topic; Location says where the rollout is")
    @APIResponse(responseCode = "400", description = "The plan is refused; the problem names the field")
    @APIResponse(responseCode = "503", description = "The broker can't take the command; nothing was started")
    public Uni<Response> start(
            byte[] body,
            @HeaderParam("Idempotency-Key") String idempotencyKey,
            @HeaderParam("traceparent") String traceparent,
            @QueryParam("by") String who,
            @QueryParam("reason") String reason,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun) {
        Plan plan = PlanReader.read(body, inbox.planDefaults());
        String key = idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
        StartKey startKey = new StartKey(key);
        RolloutId rollout = RolloutId.of(plan.target(), startKey);
        if (dryRun) {
            return Uni.createFrom()
                    .item(Response.ok(rehearsal.dryRun(rollout, plan)).build());
        }
        Command.Start start = new Command.Start(startKey, plan, new Requester(who, reason));
        // A start that was refused may be sent again with its key; were the command the same, it would count as
        // answered.
        EventId id = new EventId("start/" + rollout + "/" + UUID.randomUUID());
        return commands.send(id, plan.target(), start, Optional.ofNullable(traceparent))
                .map(done -> Response.accepted(new Views.Accepted(rollout, plan.target()))
                        .location(URI.create("/rollouts/" + rollout))
                        .build());
    }

    @GET
    @Path("rollouts")
    @Operation(summary = "All rollouts that are known, open ones first")
    public Views.Rollouts list() {
        Comparator<Views.Summary> order = Comparator.comparing(
                        (Views.Summary each) -> each.outcome().isPresent())
                .thenComparing(Views.Summary::startedAt, Comparator.reverseOrder());
        return new Views.Rollouts(reader.states().stream()
                .flatMap(state -> presenter.summaries(state).stream())
                .sorted(order)
                .toList());
    }

    @GET
    @Path("rollouts/{id}")
    @Operation(summary = "One rollout: its stages planned and actual, its weights wanted and measured, its verdicts")
    public Response get(@RestPath String id) {
        RolloutId rollout = new RolloutId(id);
        TargetState state = known(rollout);
        Optional<RolloutState> full = state.rollout(rollout);
        if (full.isPresent()) {
            return Response.ok(presenter.detail(state, full.get())).build();
        }
        return presenter.summaries(state).stream()
                .filter(summary -> summary.id().equals(rollout))
                .findFirst()
                .map(summary -> Response.ok(summary).build())
                .orElseThrow(() -> unknown(rollout));
    }

    @POST
    @Path("rollouts/{id}/{verb:pause|resume|promote|abort|rollback|restore}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Steer a rollout; the event that answers the command tells whether it was carried out")
    public Uni<Response> steer(
            @RestPath String id,
            @RestPath String verb,
            @HeaderParam("Idempotency-Key") String key,
            @HeaderParam("traceparent") String traceparent,
            Wish wish) {
        RolloutId rollout = new RolloutId(id);
        TargetState state = known(rollout);
        Requester by = Require.present("body", wish).by();
        Command command =
                switch (verb) {
                    case "pause" -> new Command.Pause(rollout, by);
                    case "resume" -> new Command.Resume(rollout, by);
                    case "promote" -> new Command.Promote(rollout, wish.full(), by);
                    case "abort" -> new Command.Abort(rollout, by);
                    case "restore" -> wish.decideRestore(rollout);
                    default -> new Command.RollBack(rollout, by);
                };
        EventId commandId =
                new EventId(verb + "/" + (key == null ? UUID.randomUUID().toString() : key));
        return commands.send(commandId, state.target(), command, Optional.ofNullable(traceparent))
                .map(done -> Response.accepted(new Views.Commanded(commandId.text(), rollout))
                        .location(URI.create("/rollouts/" + rollout))
                        .build());
    }

    private TargetState known(RolloutId rollout) {
        return reader.owning(rollout).orElseThrow(() -> unknown(rollout));
    }

    private static ProblemException unknown(RolloutId rollout) {
        return new ProblemException(404, "No such rollout", "There is no rollout " + rollout + " here");
    }

    @POST
    @Path("doctor")
    @Consumes({MediaType.APPLICATION_JSON, YAML, "application/x-yaml", "text/yaml"})
    @Operation(summary = "Whether each router of a plan can be reached, and which writes it allows; changes nothing")
    public Uni<Check.Checks> doctor(byte[] body) {
        Plan plan = PlanReader.read(body, inbox.planDefaults());
        return rehearsal.check(plan);
    }

    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "The journal's events, known ones first, then as they come")
    public Multi<OutboundSseEvent> events(
            @Context Sse sse,
            @HeaderParam("Last-Event-ID") String after,
            @QueryParam("follow") @DefaultValue("true") boolean follow) {
        return stream(sse, Optional.empty(), after, follow);
    }

    @GET
    @Path("rollouts/{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "The events of one rollout, known ones first, then as they come")
    public Multi<OutboundSseEvent> events(
            @Context Sse sse,
            @RestPath String id,
            @HeaderParam("Last-Event-ID") String after,
            @QueryParam("follow") @DefaultValue("true") boolean follow) {
        return stream(sse, Optional.of(new RolloutId(id)), after, follow);
    }

    private Multi<OutboundSseEvent> stream(Sse sse, Optional<RolloutId> rollout, String after, boolean follow) {
        Optional<String> last = Optional.ofNullable(after);
        Multi<Recorded> events =
                follow ? hub.follow(rollout, last) : Multi.createFrom().iterable(hub.known(rollout, last));
        return events.map(recorded -> sse.newEventBuilder()
                .id(EventHub.place(recorded))
                .name(recorded.meta().type())
                .mediaType(MediaType.TEXT_PLAIN_TYPE)
                .data(String.class, new String(Codec.json(recorded), StandardCharsets.UTF_8))
                .build());
    }
}
