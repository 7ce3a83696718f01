package dev.sluice.notifier.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** The settings under {@code sluice.notifier}. */
@ConfigMapping(prefix = "sluice.notifier")
public interface NotifierConfig {
    /** Where people reach this service: links to reports begin with it. */
    @WithDefault("http://127.0.0.1:8084")
    URI publicUrl();

    /** How long a message is tried before it is given up. */
    @WithDefault("PT10M")
    Duration giveUpAfter();

    /** Whether plans may name loopback and private addresses; link-local and metadata addresses never. */
    @WithDefault("false")
    boolean privateAddresses();
}
