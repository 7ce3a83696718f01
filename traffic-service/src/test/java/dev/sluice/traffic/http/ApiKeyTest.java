package dev.sluice.traffic.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.chassis.http.Guard;
import dev.sluice.traffic.Made;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call, on a service that has a key, and no broker. */
@QuarkusTest
@TestProfile(ApiKeyTest.Keyed.class)
class ApiKeyTest {
    /** A key, and an address where nothing listens. */
    public static class Keyed implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "sluice.http.api-key", "open-sesame",
                    "kafka.bootstrap.servers", "127.0.0.1:1",
                    "quarkus.http.test-port", "0");
        }
    }

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init")
    URI base;

    @Test
    void everyCallNeedsTheKey() {
        Api api = new Api(base);
        Api.Answer without = api.get("rollouts");
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(without.header("Content-Type")).startsWith("application/problem+json");
        assertThat(api.get("rollouts", "Authorization", "Bearer open-sesam").status())
                .isEqualTo(401);
        assertThat(api.get("rollouts", "Authorization", "open-sesame").status()).isEqualTo(401);
        assertThat(api.get("rollouts", "Authorization", "Bearer open-sesame").status())
                .isEqualTo(200);
        assertThat(api.get("q/health/live").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7"})
    void anAddressThatOthersCanReachNeedsAKeyToStart(String host) {
        assertThatThrownBy(() -> start(host, ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SLUICE_API_KEY");
        assertThatCode(() -> start(host, "open-sesame")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "localhost", "::1"})
    void loopbackNeedsNone(String host) {
        assertThatCode(() -> start(host, "")).doesNotThrowAnyException();
    }

    private static void start(String host, String key) throws Throwable {
        Guard guard = Made.of(Guard.class, host, Optional.of(key));
        Method check = Guard.class.getDeclaredMethod("check", StartupEvent.class);
        check.setAccessible(true);
        try {
            check.invoke(guard, new StartupEvent());
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
