package dev.sluice.testkit.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sluice.testkit.Await;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for the rule about tests to look at; never run, since no runner looks for this name. */
public class Examined {
    /** How something is looked at. */
    private interface Look {
        void at(int number);
    }

    private static final class Strict implements Look {
        @Override
        public void at(int number) {
            if (number > 1) {
                throw new AssertionError(number);
            }
        }
    }

    @Test
    void assertsInALambda() {
        List.of(1).forEach(number -> assertThat(number).isOne());
    }

    @Test
    void assertsByAMethodReference() {
        List.of(1).forEach(Examined::isOne);
    }

    @Test
    void assertsBehindAnInterface() {
        Look look = new Strict();
        look.at(1);
    }

    @Test
    void assertsInAnAnonymousClass() {
        new Look() {
            @Override
            public void at(int number) {
                isOne(number);
            }
        }.at(1);
    }

    @Test
    void assertsWithJUnit() {
        Assertions.assertTrue(true);
    }

    @Test
    void waits() {
        Await.until("true", () -> true);
    }

    @Test
    void callsOnlyOneThatCallsNothing() {
        nothing(1);
    }

    @Test
    void assumesOnly() {
        assumeThat(1).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = 1)
    void printsOnly(int number) {
        System.out.println(number);
    }

    @RepeatedTest(2)
    void callsInCircles() {
        circle(2);
    }

    private static void circle(int times) {
        if (times > 0) {
            circle(times - 1);
        }
    }

    private static void isOne(int number) {
        assertThat(number).isOne();
    }

    private static void nothing(int number) {
        if (number > 1) {
            throw new IllegalArgumentException();
        }
    }
}
