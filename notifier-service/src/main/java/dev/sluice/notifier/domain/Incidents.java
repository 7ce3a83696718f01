package dev.sluice.notifier.domain;

import dev.sluice.events.alert.Alert;
import java.util.ArrayList;
import java.util.List;

/** The incidents of one target that were fired and not resolved, by their dedup keys, in the order of firing. */
public record Incidents(List<String> open) {
    public static final Incidents NONE = new Incidents(List.of());

    public Incidents {
        open = List.copyOf(open);
    }

    public boolean isOpen(String key) {
        return open.contains(key);
    }

    public Incidents after(List<Notice> told) {
        List<String> keys = new ArrayList<>(open);
        for (Notice notice : told) {
            if (notice.action() == Alert.Action.RESOLVE) {
                keys.remove(notice.dedupKey());
            } else if (notice.action() == Alert.Action.FIRE && !keys.contains(notice.dedupKey())) {
                keys.add(notice.dedupKey());
            }
        }
        return new Incidents(keys);
    }
}
