package dev.sluice.health.config;

import dev.sluice.events.wire.Codec;
import dev.sluice.health.call.Calls;
import dev.sluice.health.network.HostNames;
import dev.sluice.health.pushed.PushedSamples;
import dev.sluice.health.scrape.Scrapers;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The parts that are no beans of their own. */
@ApplicationScoped
public class Parts {
    @Produces
    @Singleton
    @DefaultBean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    Codec codec(@ConfigProperty(name = "quarkus.application.name") String service) {
        return new Codec(service);
    }

    @Produces
    @Singleton
    Calls calls() {
        return new Calls(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10))
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build());
    }

    @Produces
    @Singleton
    PushedSamples pushed(InstantSource clock) {
        return new PushedSamples(clock);
    }

    @Produces
    @Singleton
    Scrapers scrapers(Calls calls, InstantSource clock) {
        return new Scrapers(calls, clock);
    }

    @Produces
    @Singleton
    HostNames names() {
        return new HostNames();
    }

    void close(@Disposes Scrapers scrapers) {
        scrapers.close();
    }
}
