package dev.sluice.health.http;

import dev.sluice.chassis.Reader;
import dev.sluice.chassis.http.ProblemException;
import dev.sluice.events.measure.Measurement.StageEvaluated;
import dev.sluice.events.value.RolloutId;
import dev.sluice.health.Evaluations;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The newest evaluations, from this instance's memory. */
@Path("/evaluations")
@Produces(MediaType.APPLICATION_JSON)
public class EvaluationsResource {
    private final Evaluations evaluations;
    private final Reader reader;

    @Inject
    public EvaluationsResource(Evaluations evaluations, Reader reader) {
        this.evaluations = evaluations;
        this.reader = reader;
    }

    /**
     * The answer.
     *
     * @param evaluations newest first; empty when another instance evaluates it, or nothing is to be evaluated
     */
    public record Newest(RolloutId rollout, List<StageEvaluated> evaluations) {}

    @GET
    @Path("/{rollout}")
    @Operation(summary = "The newest evaluations of a rollout that this instance made, newest first")
    public Newest newest(@PathParam("rollout") String id) {
        RolloutId rollout = new RolloutId(id);
        List<StageEvaluated> newest = evaluations.newest(rollout);
        if (newest.isEmpty() && reader.owning(rollout).isEmpty()) {
            throw new ProblemException(404, "Not found", "There is no rollout " + rollout + " in the journal.");
        }
        return new Newest(rollout, newest);
    }
}
