package dev.sluice.notifier.http;

import dev.sluice.chassis.http.Problem;
import dev.sluice.chassis.http.ProblemException;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.RolloutId;
import dev.sluice.notifier.Library;
import dev.sluice.notifier.report.Chronicle;
import dev.sluice.notifier.report.Report;
import dev.sluice.notifier.text.Words;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The report of a rollout, running or over. */
@Path("/reports")
@Tag(name = "reports")
public class ReportResource {
    private static final String MARKDOWN = "text/markdown;charset=UTF-8";
    private static final long READ_WITHIN_SECONDS = 15;
    private final Library library;

    @Inject
    ReportResource(Library library) {
        this.library = library;
    }

    @GET
    @Path("/{rollout}")
    @Produces(MARKDOWN)
    @Operation(
            summary = "The report of a rollout in Markdown",
            description = "Completion or rollback report: overview, goals against results, planned and actual time of "
                    + "each stage, and every event.")
    @APIResponse(
            responseCode = "200",
            description = "The report",
            content = @Content(mediaType = "text/markdown", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(
            responseCode = "400",
            description = "The id or the language is not as expected",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "404",
            description = "This rollout is not known, has not begun, or is too old",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "The journal can't be read now",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public CompletionStage<String> report(
            @PathParam("rollout") String rollout,
            @Parameter(description = "en or zh; the plan's language when absent") @QueryParam("lang") @Nullable
                    String lang) {
        RolloutId id = new RolloutId(rollout);
        Optional<Words> wanted = words(lang);
        return library.chronicle(id)
                .toCompletableFuture()
                .orTimeout(READ_WITHIN_SECONDS, TimeUnit.SECONDS)
                .exceptionally(failure -> {
                    throw new ProblemException(503, "Not readable now", String.valueOf(failure.getMessage()));
                })
                .thenApply(found -> found.map(chronicle -> text(chronicle, wanted))
                        .orElseThrow(() -> new ProblemException(
                                404, "No such report", "Rollout " + id + " is not known here, or has not begun.")));
    }

    private static String text(Chronicle chronicle, Optional<Words> wanted) {
        Words words = wanted.orElseGet(
                () -> Words.of(chronicle.rollout().plan().people().language()));
        return Report.of(chronicle, words);
    }

    private static Optional<Words> words(@Nullable String lang) {
        return switch (lang) {
            case null -> Optional.empty();
            case "en" -> Optional.of(Words.ENGLISH);
            case "zh" -> Optional.of(Words.CHINESE);
            default -> throw new Refusal("lang", "expected en or zh, found " + Refusal.shown(lang));
        };
    }
}
