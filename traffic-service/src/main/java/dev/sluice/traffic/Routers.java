package dev.sluice.traffic;

import dev.sluice.events.plan.CloudRouter;
import dev.sluice.events.plan.ClusterRouter;
import dev.sluice.events.plan.Router;
import dev.sluice.events.value.SecretRef;
import dev.sluice.traffic.alb.AlbRouter;
import dev.sluice.traffic.cloudflare.CloudflareRouter;
import dev.sluice.traffic.clusterrouter.ClusterRouters;
import dev.sluice.traffic.clusterrouter.ObjectRouter;
import dev.sluice.traffic.envoy.EnvoyRouter;
import dev.sluice.traffic.haproxy.HaproxyRouter;
import dev.sluice.traffic.httprouter.HttpRouter;
import dev.sluice.traffic.port.RouterProvider;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Which adapter serves which kind of router. */
@Singleton
public class Routers {
    private final HttpClient http = client();

    @Produces
    @ApplicationScoped
    RouterProvider provider(Instance<KubernetesClient> cluster) {
        return router -> switch (router) {
            case Router.Haproxy haproxy -> new HaproxyRouter(haproxy);
            case Router.Http proxy -> new HttpRouter(proxy, Routers::secret, http);
            case Router.Envoy envoy -> new EnvoyRouter(envoy, http);
            case ClusterRouter object -> new ObjectRouter(ClusterRouters.place(object), cluster::get);
            case CloudRouter.Alb alb -> new AlbRouter(alb);
            case CloudRouter.Cloudflare cloudflare -> new CloudflareRouter(cloudflare, Routers::secret, http);
        };
    }

    /** For admin addresses; it follows no redirect. */
    static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(1))
                .build();
    }

    /** Read at each use, so that a rotated secret is taken up. Its value stands in no message. */
    static String secret(SecretRef ref) {
        try {
            return ref.env().isPresent()
                    ? java.util.Optional.ofNullable(System.getenv(ref.env().get()))
                            .orElseThrow(() -> new IllegalStateException(
                                    "the variable " + ref.env().get() + " is not set"))
                    : Files.readString(Path.of(ref.file().orElseThrow())).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the secret's file can't be read: " + ref.file().orElse(""), e);
        }
    }
}
