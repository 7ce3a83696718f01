package dev.sluice.simulation.invariant;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.value.Target;
import dev.sluice.notifier.domain.Incidents;
import dev.sluice.notifier.domain.Notice;
import dev.sluice.notifier.domain.Notices;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every event of the journal that is worth an alert reaches the alert topic, under its own id. */
public final class AlertsArrive implements Invariant {
    @Override
    public Optional<String> ended(Truth truth) {
        Map<Target, Incidents> open = new HashMap<>();
        for (Truth.Written written : truth.history()) {
            Target target = written.before().target();
            boolean anew = written.step()
                    .recorded()
                    .filter(recorded -> recorded.event() instanceof Lifecycle.RolloutRequested requested
                            && OneEnd.began(written, requested))
                    .isPresent();
            Incidents before = anew ? Incidents.NONE : open.getOrDefault(target, Incidents.NONE);
            List<Notice> notices = Notices.of(
                    before,
                    written.before(),
                    written.step(),
                    written.record().partition(),
                    written.record().offset(),
                    Instant.ofEpochMilli(written.record().timestamp()));
            open.put(target, before.after(notices));
            Optional<Notice> missing = notices.stream()
                    .filter(notice -> !truth.alerts().contains(notice.id()))
                    .findFirst();
            if (missing.isPresent()) {
                return missing.map(notice -> "no alert tells of " + notice.kind() + " at offset "
                        + written.record().offset());
            }
        }
        return Optional.empty();
    }
}
