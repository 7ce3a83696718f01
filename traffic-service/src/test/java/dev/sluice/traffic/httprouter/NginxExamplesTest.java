package dev.sluice.traffic.httprouter;

import dev.sluice.testkit.HttpRouterExamples;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The requests of docs/http-router-contract.md, answered by a real nginx with deploy/nginx. */
class NginxExamplesTest extends HttpRouterExamples {
    private NginxRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new NginxRig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Override
    protected URI admin() {
        return rig.url();
    }

    @Override
    protected String tagOfAnEarlierLife() throws Exception {
        String tag = etag(get());
        rig.restart();
        return tag;
    }
}
