package dev.sluice.chassis.http;

import com.fasterxml.jackson.core.JacksonException;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.value.Refusal;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error leaves as a problem document; one that nobody foresaw says no more than that. */
public class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);

    @ServerExceptionMapper
    public Response problem(ProblemException e) {
        return answer(e.problem());
    }

    @ServerExceptionMapper
    public Response refusal(Refusal e) {
        Optional<String> field = Optional.of(e.field()).filter(name -> !name.isEmpty());
        return answer(new Problem("about:blank", "Not acceptable as it is", 400, e.expected(), field));
    }

    @ServerExceptionMapper
    public Response json(JacksonException e) {
        return refusal(PlanReader.refusal(e));
    }

    @ServerExceptionMapper
    public Response web(WebApplicationException e) {
        if (e.getCause() instanceof JacksonException json) {
            return json(json);
        }
        Response.StatusType status = e.getResponse().getStatusInfo();
        return answer(Problem.of(status.getStatusCode(), status.getReasonPhrase(), String.valueOf(e.getMessage())));
    }

    @ServerExceptionMapper
    public Response unforeseen(Exception e) {
        LOG.error("a request failed in a way that nobody foresaw", e);
        return answer(Problem.of(
                RestResponse.StatusCode.INTERNAL_SERVER_ERROR, "Internal error", "The log of the service says more."));
    }

    private static Response answer(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
