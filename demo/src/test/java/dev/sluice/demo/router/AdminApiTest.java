package dev.sluice.demo.router;

import dev.sluice.demo.Http;
import dev.sluice.testkit.HttpRouterExamples;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The contract of docs/http-router-contract.md, on the reference implementation. */
class AdminApiTest extends HttpRouterExamples {
    private final EmbeddedRouter router = start();

    private static EmbeddedRouter start() {
        return EmbeddedRouter.start(new RouterOptions(0, 0, List.of(new Upstream("127.0.0.1", 1)), List.of()));
    }

    @AfterEach
    void close() {
        router.close();
    }

    @Override
    protected URI admin() {
        return URI.create("http://127.0.0.1:" + router.adminPort());
    }

    @Override
    protected String tagOfAnEarlierLife() {
        try (EmbeddedRouter earlier = start()) {
            return etag(Http.get(earlier.adminPort(), "/split"));
        }
    }
}
