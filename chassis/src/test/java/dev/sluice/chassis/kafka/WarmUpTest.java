package dev.sluice.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void theStoryIsAcceptedByTheFoldFromItsFirstEventToItsLast() {
        assertThatCode(WarmUp::new).doesNotThrowAnyException();
    }
}
