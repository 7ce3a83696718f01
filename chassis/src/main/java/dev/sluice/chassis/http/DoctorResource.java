package dev.sluice.chassis.http;

import dev.sluice.chassis.kafka.RightsOnKafka;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What this service may do on the cluster, for {@code ./sluice doctor}. */
@Path("/doctor/kafka")
@Produces(MediaType.APPLICATION_JSON)
public class DoctorResource {
    private final RightsOnKafka rights;

    @Inject
    DoctorResource(RightsOnKafka rights) {
        this.rights = rights;
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "Which rights on Kafka this service has, compared with what it needs; answers within 2 s")
    public Check.Checks kafka() {
        return new Check.Checks(rights.look());
    }
}
