package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The requests of docs/http-router-contract.md as examples, for every router that Sluice brings with it. */
public abstract class HttpRouterExamples {
    protected static final String ALL_STABLE = "{\"candidatePercent\":0,\"headerMatch\":null,\"latchedBy\":null,"
            + "\"stamp\":{\"rollout\":null,\"version\":0,\"epoch\":0}}";
    protected static final String SPLIT = "{\"candidatePercent\":20,"
            + "\"headerMatch\":{\"name\":\"x-canary-user\",\"value\":\"true\"},"
            + "\"latchedBy\":null,\"stamp\":{\"rollout\":\"checkout-k3v5q2m7pd\",\"version\":17,\"epoch\":3}}";
    private static final int WRITERS = 8;
    private static final int ROUNDS = 25;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Where the router answers, fresh for every test, everything on stable; without a slash at its end. */
    protected abstract URI admin() throws Exception;

    /** The tag of what an earlier life of the router had, after which the router began anew. */
    protected abstract String tagOfAnEarlierLife() throws Exception;

    protected final HttpResponse<String> get() throws Exception {
        return send(request("/split").GET());
    }

    private HttpResponse<String> put(String body, String etag) throws Exception {
        return send(request("/split").PUT(BodyPublishers.ofString(body)).header("If-Match", etag));
    }

    private HttpRequest.Builder request(String path) throws Exception {
        return HttpRequest.newBuilder(URI.create(admin() + path)).timeout(Duration.ofSeconds(10));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    protected static String etag(HttpResponse<String> response) {
        return response.headers().firstValue("etag").orElseThrow();
    }

    @Test
    void startsWithEverythingOnStable() throws Exception {
        assertThat(get().body()).isEqualTo(ALL_STABLE);
        assertThat(etag(get())).matches("\"[^\"]+\"");
    }

    @Test
    void aPutAnswersWithTheNewTagAndWhatIsInForce() throws Exception {
        String before = etag(get());
        HttpResponse<String> answer = put(SPLIT, before);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(SPLIT).isEqualTo(get().body());
        assertThat(etag(answer)).isEqualTo(etag(get())).isNotEqualTo(before);
    }

    @Test
    void theSlowerOfTwoWritersIsRefused() throws Exception {
        String seen = etag(get());
        HttpResponse<String> first = put(SPLIT, seen);
        HttpResponse<String> second = put(SPLIT.replace("20", "50"), seen);
        assertThat(second.statusCode()).isEqualTo(412);
        assertThat(etag(second)).isEqualTo(etag(first));
        assertThat(get().body()).isEqualTo(SPLIT);
    }

    @Test
    void ofManyWritersAtOnceOneWins() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            for (int round = 0; round < ROUNDS; round++) {
                String seen = etag(get());
                List<Future<HttpResponse<String>>> answers = new ArrayList<>();
                for (int writer = 0; writer < WRITERS; writer++) {
                    String split = SPLIT.replace("20", Integer.toString(10 * writer));
                    answers.add(threads.submit(() -> put(split, seen)));
                }
                List<String> won = new ArrayList<>();
                for (Future<HttpResponse<String>> answer : answers) {
                    assertThat(answer.get().statusCode()).isIn(200, 412);
                    if (answer.get().statusCode() == 200) {
                        won.add(answer.get().body());
                    }
                }
                assertThat(won).hasSize(1).containsExactly(get().body());
            }
        }
    }

    @Test
    void aPutWithoutIfMatchIsRefused() throws Exception {
        HttpResponse<String> answer = send(request("/split").PUT(BodyPublishers.ofString(SPLIT)));
        assertThat(answer.statusCode()).isEqualTo(428);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(get().body()).isEqualTo(ALL_STABLE);
    }

    @Test
    void aWeakTagNeverMatches() throws Exception {
        assertThat(put(SPLIT, "W/" + etag(get())).statusCode()).isEqualTo(412);
    }

    @Test
    void anyTagAndAListOfTagsMatch() throws Exception {
        assertThat(put(SPLIT, "*").statusCode()).isEqualTo(200);
        assertThat(put(SPLIT, "\"another\", " + etag(get())).statusCode()).isEqualTo(200);
    }

    @Test
    void aTagOfAnEarlierLifeNeverMatches() throws Exception {
        String old = tagOfAnEarlierLife();
        assertThat(put(SPLIT, old).statusCode()).isEqualTo(412);
        assertThat(get().body()).isEqualTo(ALL_STABLE);
    }

    /** By which the doctor learns whether it may write: with what stands there, so that no harm can come of it. */
    @Test
    void aTagThatWasNeverGivenIsRefusedAndChangesNothing() throws Exception {
        for (String standing : List.of(get().body(), SPLIT)) {
            HttpResponse<String> before = get();
            assertThat(put(standing, "\"sluice-doctor-never-given\"").statusCode())
                    .isEqualTo(412);
            assertThat(etag(get())).isEqualTo(etag(before));
            assertThat(get().body()).isEqualTo(before.body());
        }
    }

    @Test
    void membersOfALaterContractAreIgnored() throws Exception {
        String later = SPLIT.replaceFirst("\\{", "{\"mirrorPercent\":10,");
        assertThat(put(later, etag(get())).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"candidatePercent\":20 | \"candidatePercent\":101 | candidatePercent",
                "\"candidatePercent\":20 | \"candidatePercent\":-1 | candidatePercent",
                "\"candidatePercent\":20 | \"candidatePercent\":20.5 | candidatePercent",
                "\"candidatePercent\":20 | \"candidatePercent\":\"20%\" | candidatePercent",
                "\"candidatePercent\":20, | `` | candidatePercent",
                "\"latchedBy\":null, | `` | latchedBy",
                "\"latchedBy\":null | \"latchedBy\":\"\" | latchedBy",
                "\"latchedBy\":null | \"latchedBy\":true | latchedBy",
                "\"x-canary-user\" | \"x canary\" | headerMatch.name",
                "\"value\":\"true\" | \"value\":true | headerMatch.value",
                ",\"stamp\":{\"rollout\":\"checkout-k3v5q2m7pd\",\"version\":17,\"epoch\":3} | `` | stamp",
                "\"version\":17 | \"version\":-1 | stamp.version",
                "\"epoch\":3 | \"epoch\":\"3\" | stamp.epoch"
            })
    void badInputIsRefusedByNameAndChangesNothing(String part, String wrong, String field) throws Exception {
        String before = etag(get());
        HttpResponse<String> answer = put(SPLIT.replace(part, wrong), before);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
        assertThat(etag(get())).isEqualTo(before);
    }

    @Test
    void whatIsNoObjectIsRefused() throws Exception {
        for (String body : List.of("", "20", "[" + SPLIT + "]", SPLIT.substring(1), "{\"candidatePercent\":NaN}")) {
            HttpResponse<String> answer = put(body, etag(get()));
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(answer.body()).contains("\"field\":\"body\"");
        }
        assertThat(get().body()).isEqualTo(ALL_STABLE);
    }

    @Test
    void aBodyThatIsTooLongIsRefused() throws Exception {
        String tooLong = SPLIT.replaceFirst("\\{", "{\"note\":\"" + "x".repeat(64 * 1024) + "\",");
        assertThat(put(tooLong, etag(get())).statusCode()).isEqualTo(413);
        assertThat(get().body()).isEqualTo(ALL_STABLE);
    }

    @Test
    void otherMethodsAndPathsAreRefused() throws Exception {
        HttpResponse<String> answer = send(request("/counts").PUT(BodyPublishers.ofString("{}")));
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).contains("GET");
        assertThat(send(request("/").GET()).statusCode()).isEqualTo(404);
    }
}
