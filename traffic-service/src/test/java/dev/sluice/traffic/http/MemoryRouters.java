package dev.sluice.traffic.http;

import dev.sluice.events.plan.Router;
import dev.sluice.events.value.Name;
import dev.sluice.traffic.memory.MemoryRouter;
import dev.sluice.traffic.port.RouterProvider;
import dev.sluice.traffic.port.TrafficRouter;
import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Routers of this process instead of real ones, by name. */
@Mock
@ApplicationScoped
public class MemoryRouters implements RouterProvider {
    private final ConcurrentMap<Name, MemoryRouter> routers = new ConcurrentHashMap<>();

    @Override
    public TrafficRouter open(Router router) {
        return routers.computeIfAbsent(router.name(), name -> new MemoryRouter(name.text()));
    }
}
