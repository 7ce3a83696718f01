package dev.sluice.traffic.httpworkload;

import dev.sluice.events.plan.Preparation;
import dev.sluice.events.plan.RetireAction;
import dev.sluice.events.plan.Workload;
import dev.sluice.events.value.SecretRef;
import dev.sluice.traffic.admin.AdminAddress;
import dev.sluice.traffic.port.Fence;
import dev.sluice.traffic.port.Readiness;
import dev.sluice.traffic.port.Retirement;
import dev.sluice.traffic.port.Running;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.WorkloadFailure;
import dev.sluice.traffic.port.WorkloadFailure.Refused;
import dev.sluice.traffic.port.WorkloadFailure.Unreachable;
import dev.sluice.traffic.port.Workloads;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Supervisors that implement docs/http-workload-contract.md. Every write is one compare-and-set: when somebody else was
 * faster it is read and decided again at once. Every operation ends within the limit (2 s unless said otherwise).
 */
public final class HttpWorkloads implements Workloads<Workload.Http> {
    public static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int TRIES_MAX = 8;
    private final HttpClient client;
    private final Function<SecretRef, String> secrets;
    private final Duration limit;

    /** The client is the caller's: never closed here, and it must not follow redirects. */
    public HttpWorkloads(HttpClient client, Function<SecretRef, String> secrets) {
        this(client, secrets, LIMIT);
    }

    public HttpWorkloads(HttpClient client, Function<SecretRef, String> secrets, Duration limit) {
        this.client = client;
        this.secrets = secrets;
        this.limit = limit;
    }

    /** A workload with the strong tag under which it may be replaced or removed. */
    private record Tagged(WorkloadDocument document, String etag) {}

    @Override
    public Retirement retire(Workload.Http workload, RetireAction action, Stamp stamp) throws WorkloadFailure {
        if (action == RetireAction.KEEP) {
            throw new Refused("the plan keeps it");
        }
        AdminAddress<WorkloadFailure> address = address(workload);
        long end = System.nanoTime() + limit.toNanos();
        for (int tries = 1; tries <= TRIES_MAX; tries++) {
            Optional<Tagged> standing = read(address, end);
            if (standing.isEmpty()) {
                return Retirement.complete("is gone");
            }
            refuse(Fence.againstRetirement(stamp, standing.get().document().claim()));
            Optional<Retirement> step = step(address, action, standing.get(), stamp, end);
            if (step.isPresent()) {
                return step.get();
            }
        }
        throw overtaken(workload);
    }

    @Override
    public Readiness prepare(Workload.Http workload, Stamp stamp) throws WorkloadFailure {
        Preparation preparation = workload.prepare().orElseThrow(() -> new Refused("the plan does not bring it up"));
        AdminAddress<WorkloadFailure> address = address(workload);
        long end = System.nanoTime() + limit.toNanos();
        for (int tries = 1; tries <= TRIES_MAX; tries++) {
            Tagged standing =
                    read(address, end).orElseThrow(() -> new Refused("there is no workload at " + workload.url()));
            WorkloadDocument document = standing.document();
            refuse(Fence.againstRetirement(stamp, document.claim()));
            if (document.replicas() >= preparation.replicas()) {
                Running running = document.observed();
                return new Readiness(running.serves(preparation.replicas()), Optional.empty(), running.left());
            }
            String more = WorkloadDocument.wanted(preparation.replicas(), Fence.afterRestore(stamp, document.claim()));
            written(address, address.put("", standing.etag(), more, left(end)));
        }
        throw overtaken(workload);
    }

    private static Unreachable overtaken(Workload.Http workload) {
        return new Unreachable(
                workload.url() + " was changed by somebody else " + TRIES_MAX + " times in a row",
                new IOException("status 412"));
    }

    private static void refuse(Optional<WorkloadFailure> forbidden) throws WorkloadFailure {
        if (forbidden.isPresent()) {
            throw forbidden.get();
        }
    }

    /** The next thing to do; empty when it is to be looked at again, because it was done or somebody was faster. */
    private Optional<Retirement> step(
            AdminAddress<WorkloadFailure> address, RetireAction action, Tagged standing, Stamp stamp, long end)
            throws WorkloadFailure {
        WorkloadDocument document = standing.document();
        if (document.replicas() > 0) {
            String none = WorkloadDocument.wanted(0, Fence.afterRestore(stamp, document.claim()));
            written(address, address.put("", standing.etag(), none, left(end)));
            return Optional.empty();
        }
        if (!document.observed().idle()) {
            return Optional.of(Retirement.underWay(document.observed().left()));
        }
        if (action != RetireAction.DELETE) {
            return Optional.of(Retirement.complete(document.observed().left()));
        }
        written(address, address.delete("", standing.etag(), left(end)));
        return Optional.empty();
    }

    /** A write that lost a race was not written, and what is gone already needs none: both show when it is read again. */
    private static void written(AdminAddress<WorkloadFailure> address, HttpResponse<String> response)
            throws WorkloadFailure {
        switch (response.statusCode()) {
            case 200, 202, 204, 404, 412 -> {}
            default -> throw address.failure(response);
        }
    }

    @Override
    public Running observe(Workload.Http workload) throws WorkloadFailure {
        return read(address(workload), System.nanoTime() + limit.toNanos())
                .map(found -> found.document().observed())
                .orElse(Running.NOTHING);
    }

    private Optional<Tagged> read(AdminAddress<WorkloadFailure> address, long end) throws WorkloadFailure {
        HttpResponse<String> response = address.get("", left(end));
        if (gone(response)) {
            return Optional.empty();
        }
        if (response.statusCode() != 200) {
            throw address.failure(response);
        }
        return Optional.of(new Tagged(WorkloadDocument.parse(response.body()), address.etag(response)));
    }

    /** Only a supervisor's own word: the 404 of whatever else stands at a wrong address says nothing of the workload. */
    private static boolean gone(HttpResponse<String> response) {
        return response.statusCode() == 404
                && response.headers()
                        .firstValue("Content-Type")
                        .filter(type -> type.startsWith("application/problem+json"))
                        .isPresent();
    }

    private AdminAddress<WorkloadFailure> address(Workload.Http workload) {
        return new AdminAddress<>(client, workload.url(), workload.bearer(), secrets, Unreachable::new, Refused::new);
    }

    private static Duration left(long end) {
        return Duration.ofNanos(end - System.nanoTime());
    }
}
