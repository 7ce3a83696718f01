package dev.sluice.health.scrape;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Where one page of series is read: an instance's metrics, or what a proxy counted of one version. Places that are equal
 * are one, and are read once for all; {@code toString} is the place as people know it.
 */
public interface Place {
    /**
     * The series of these names as they are now, by name and labels; a name without a series may be absent. Called on a
     * virtual thread, which it may block until the limit has passed.
     */
    Map<String, Map<Map<String, String>, Double>> read(Set<String> names, Duration limit) throws Unread;
}
