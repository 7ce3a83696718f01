package dev.sluice.health.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.plan.Reading;
import dev.sluice.events.value.Unit;
import dev.sluice.health.Page;
import dev.sluice.health.domain.Sample;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import java.util.HashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On fabric8's mock of the API server, and against servers that are none. */
class MockObjectReadingsTest extends ObjectReadingsContract {
    private static final Reading AGENTS = new Reading.Present("configmaps/agents");
    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(Serialization.jsonMapper()), new MockWebServer(), new HashMap<>(), new Dispatcher(), false);

    /** The mock says 404 without saying of what, which the API server never does. */
    private static final class Dispatcher extends KubernetesCrudDispatcher {
        @Override
        public MockResponse handleGet(String path) {
            MockResponse response = super.handleGet(path);
            String name = path.substring(path.lastIndexOf('/') + 1);
            return response.code() == 404
                    ? response.setBody("{\"kind\":\"Status\",\"details\":{\"name\":\"" + name + "\"}}")
                    : response;
        }
    }

    @Override
    Opened open() {
        server.init();
        Config config = config("http://127.0.0.1:" + server.getPort());
        return new Opened(client(config), client(config), "shop");
    }

    private static Config config(String url) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(url)
                .withHttp2Disable(true)
                .withRequestRetryBackoffLimit(0)
                .withRequestTimeout(10_000)
                .build();
    }

    @AfterEach
    void closeServer() {
        server.destroy();
    }

    private static Sample.Failed failed(String why) {
        return new Sample.Failed("configmaps/agents in namespace shop: " + why);
    }

    @Test
    void aServerThatIsNoApiServerHasNoSay() {
        try (Page page = new Page();
                KubernetesClient client = client(config(page.url().toString()))) {
            page.shows("{\"hello\":\"world\"}");
            assertThat(ask(client, "shop", AGENTS, Unit.COUNT))
                    .isEqualTo(failed("expected configmaps/agents in namespace shop, found something else:"
                            + " is it an API server?"));
            page.answers(404);
            assertThat(ask(client, "shop", AGENTS, Unit.COUNT))
                    .isEqualTo(failed("answered 404 without a word of configmaps/agents in namespace shop:"
                            + " is it an API server that knows configmaps?"));
            page.shows("").answers(503);
            assertThat(ask(client, "shop", AGENTS, Unit.COUNT)).isEqualTo(failed("answered 503"));
            page.answers(403);
            assertThat(ask(client, "shop", AGENTS, Unit.COUNT))
                    .isEqualTo(new Sample.Failed("no right to read: answered 403", true));
        }
    }

    @Test
    void withoutAClusterItFailsWithTheReason() {
        Page gone = new Page();
        gone.close();
        try (KubernetesClient client = client(config(gone.url().toString()))) {
            assertThat(ask(client, "shop", AGENTS, Unit.COUNT))
                    .isInstanceOfSatisfying(Sample.Failed.class, failed -> assertThat(failed.reason())
                            .startsWith("configmaps/agents in namespace shop: the API server can't be reached: "));
        }
    }

    @Test
    void aReadingOfAnotherSourceFails() {
        assertThat(ask(new Reading.Status(), Unit.COUNT)).isInstanceOf(Sample.Failed.class);
    }
}
