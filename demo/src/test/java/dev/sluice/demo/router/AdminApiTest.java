package dev.sluice.demo.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.Http;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of docs/http-router-contract.md, on the reference implementation. */
class AdminApiTest {
    private static final String SPLIT = "{\"candidatePercent\":20,"
            + "\"headerMatch\":{\"name\":\"x-canary-user\",\"value\":\"true\"},"
            + "\"latchedBy\":null,\"stamp\":{\"rollout\":\"checkout-k3v5q2m7pd\",\"version\":17,\"epoch\":3}}";

    private final EmbeddedRouter router = start();

    private static EmbeddedRouter start() {
        return EmbeddedRouter.start(new RouterOptions(0, 0, List.of(new Upstream("127.0.0.1", 1)), List.of()));
    }

    @AfterEach
    void close() {
        router.close();
    }

    private HttpResponse<String> get() {
        return Http.get(router.adminPort(), "/split");
    }

    private HttpResponse<String> put(String body, String etag) {
        return Http.put(router.adminPort(), "/split", body, "If-Match", etag);
    }

    private static String etag(HttpResponse<String> response) {
        return response.headers().firstValue("etag").orElseThrow();
    }

    @Test
    void startsWithEverythingOnStable() {
        assertThat(get().body())
                .isEqualTo("{\"candidatePercent\":0,\"headerMatch\":null,\"latchedBy\":null,"
                        + "\"stamp\":{\"rollout\":null,\"version\":0,\"epoch\":0}}");
        assertThat(etag(get())).matches("\"[^\"]+\"");
    }

    @Test
    void aPutAnswersWithTheNewTagAndWhatIsInForce() {
        String before = etag(get());
        HttpResponse<String> answer = put(SPLIT, before);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(SPLIT).isEqualTo(get().body());
        assertThat(etag(answer)).isEqualTo(etag(get())).isNotEqualTo(before);
        assertThat(router.split())
                .isEqualTo(new Split(
                        20,
                        Optional.of(new HeaderMatch("x-canary-user", "true")),
                        Optional.empty(),
                        new Stamp(Optional.of("checkout-k3v5q2m7pd"), 17, 3)));
    }

    @Test
    void theSlowerOfTwoWritersIsRefused() {
        String seen = etag(get());
        HttpResponse<String> first = put(SPLIT, seen);
        HttpResponse<String> second = put(SPLIT.replace("20", "50"), seen);
        assertThat(second.statusCode()).isEqualTo(412);
        assertThat(etag(second)).isEqualTo(etag(first));
        assertThat(router.split().candidatePercent()).isEqualTo(20);
    }

    @Test
    void aPutWithoutIfMatchIsRefused() {
        HttpResponse<String> answer = Http.put(router.adminPort(), "/split", SPLIT);
        assertThat(answer.statusCode()).isEqualTo(428);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(router.split()).isEqualTo(Split.ALL_STABLE);
    }

    @Test
    void aWeakTagNeverMatches() {
        assertThat(put(SPLIT, "W/" + etag(get())).statusCode()).isEqualTo(412);
    }

    @Test
    void aTagOfAnEarlierLifeNeverMatches() {
        try (EmbeddedRouter earlier = start()) {
            String old = etag(Http.get(earlier.adminPort(), "/split"));
            assertThat(put(SPLIT, old).statusCode()).isEqualTo(412);
        }
    }

    /** By which the doctor learns whether it may write: with what stands there, so that no harm can come of it. */
    @Test
    void aTagThatWasNeverGivenIsRefusedAndChangesNothing() {
        for (String standing : List.of(get().body(), SPLIT)) {
            HttpResponse<String> before = get();
            assertThat(put(standing, "\"sluice-doctor-never-given\"").statusCode())
                    .isEqualTo(412);
            assertThat(etag(get())).isEqualTo(etag(before));
            assertThat(get().body()).isEqualTo(before.body());
        }
    }

    @Test
    void membersOfALaterContractAreIgnored() {
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
    void badInputIsRefusedByNameAndChangesNothing(String part, String wrong, String field) {
        String before = etag(get());
        HttpResponse<String> answer = put(SPLIT.replace(part, wrong), before);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Http.json(answer).getString("field")).isEqualTo(field);
        assertThat(etag(get())).isEqualTo(before);
    }

    @Test
    void aBodyThatIsTooLongIsRefused() {
        String tooLong = SPLIT.replaceFirst("\\{", "{\"note\":\"" + "x".repeat(64 * 1024) + "\",");
        assertThat(put(tooLong, etag(get())).statusCode()).isEqualTo(413);
        assertThat(router.split()).isEqualTo(Split.ALL_STABLE);
    }

    @Test
    void otherMethodsAndPathsAreRefused() {
        assertThat(Http.put(router.adminPort(), "/counts", "{}").statusCode()).isEqualTo(405);
        assertThat(Http.get(router.adminPort(), "/").statusCode()).isEqualTo(404);
    }
}
