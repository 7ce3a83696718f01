package dev.sluice.rollback.http;

import dev.sluice.events.value.RolloutId;
import dev.sluice.events.wire.Codec;
import dev.sluice.rollback.data.Progress;
import dev.sluice.rollback.data.ProgressBoard;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How far backups and restores have come. What came of them stands in the journal. */
@Path("/rollbacks/{rollout}/data")
@Tag(name = "rollbacks")
@Produces(MediaType.APPLICATION_JSON)
public class DataResource {
    private final ProgressBoard board;

    @Inject
    DataResource(ProgressBoard board) {
        this.board = board;
    }

    @GET
    @Operation(
            summary = "How far the steps with a rollout's data have come",
            description =
                    "Backups, pauses of writes, restores and resumes that this instance runs or has run. Empty when "
                            + "another instance acts for the rollout.")
    @APIResponse(
            responseCode = "200",
            description = "The steps, the oldest first",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = Progress.class)))
    public Response progress(@PathParam("rollout") String rollout) {
        return Response.ok(Codec.json(board.of(new RolloutId(rollout)))).build();
    }
}
