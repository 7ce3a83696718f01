package dev.sluice.traffic.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;

/** fabric8's mock of the API server, with what it lacks: the scale subresource, and answers to reviews of rights. */
public final class MockApi implements AutoCloseable {
    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(Serialization.jsonMapper()), new MockWebServer(), new HashMap<>(), new Dispatcher(), false);

    public MockApi() {
        server.init();
    }

    public Config config() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getPort())
                .withHttp2Disable(true)
                .withRequestRetryBackoffLimit(0)
                .withRequestTimeout(10_000)
                .build();
    }

    @Override
    public void close() {
        server.destroy();
    }

    private static final class Dispatcher extends KubernetesCrudDispatcher {
        @Override
        public MockResponse handleCreate(RecordedRequest request) {
            if (!String.valueOf(request.getPath()).endsWith("/selfsubjectaccessreviews")) {
                return super.handleCreate(request);
            }
            ObjectNode review = (ObjectNode) tree(request.getUtf8Body());
            review.putObject("status").put("allowed", true);
            return new MockResponse().setResponseCode(201).setBody(review.toString());
        }

        @Override
        public MockResponse handleUpdate(RecordedRequest request) {
            String path = String.valueOf(request.getPath());
            if (!path.endsWith("/scale")) {
                return super.handleUpdate(request);
            }
            String deployment = path.substring(0, path.length() - "/scale".length());
            var standing = findResource(getKey(deployment));
            if (standing == null) {
                return new MockResponse().setResponseCode(404);
            }
            JsonNode scale = tree(request.getUtf8Body());
            ObjectNode next = (ObjectNode) tree(standing.getValue());
            next.withObject("/spec").set("replicas", scale.at("/spec/replicas"));
            next.withObject("/metadata").set("resourceVersion", scale.at("/metadata/resourceVersion"));
            MockResponse put = super.handleUpdate(new RecordedRequest(
                    "HTTP/1.1",
                    HttpMethod.PUT,
                    deployment,
                    request.getHeaders(),
                    new Buffer(next.toString().getBytes(StandardCharsets.UTF_8))));
            return put.code() == 200 ? put.setBody(request.getUtf8Body()) : put;
        }

        private static JsonNode tree(String json) {
            try {
                return Serialization.jsonMapper().readTree(json);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
