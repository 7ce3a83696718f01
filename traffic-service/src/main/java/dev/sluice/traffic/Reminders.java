package dev.sluice.traffic;

import dev.sluice.chassis.Loop;
import dev.sluice.events.value.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One timer for each target: when it is to be looked at again though nothing was read. Used on the loop only. */
final class Reminders {
    private final Loop loop;
    private final Map<Target, Loop.Timer> timers = new HashMap<>();

    Reminders(Loop loop) {
        this.loop = loop;
    }

    /** In place of the one that was set before. */
    void set(Target target, Optional<Instant> at, Instant now, Runnable look) {
        drop(target);
        at.ifPresent(moment -> {
            Duration delay = Duration.between(now, moment).plusMillis(1);
            timers.put(target, loop.after(delay, look));
        });
    }

    void drop(Target target) {
        Loop.Timer timer = timers.remove(target);
        if (timer != null) {
            timer.cancel();
        }
    }
}
