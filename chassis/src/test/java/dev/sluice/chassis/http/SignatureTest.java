package dev.sluice.chassis.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
    /** The worked example that the Standard Webhooks specification and its libraries are tested with. */
    @Test
    void theSignatureIsTheSpecifications() {
        assertThat(Signature.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                        .orElseThrow()
                        .headers(
                                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                Instant.ofEpochSecond(1_614_265_330),
                                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .containsOnlyKeys("webhook-id", "webhook-timestamp", "webhook-signature")
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 32, 64})
    void aKeyHas24To64Bytes(int bytes) {
        assertThat(Signature.of("whsec_" + Base64.getEncoder().encodeToString(new byte[bytes])))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "whsec_", "whsec_!!!", "whsec_c2hvcnQ="})
    void aSecretOfAnotherFormIsNone(String secret) {
        assertThat(Signature.of(secret)).isEmpty();
    }
}
