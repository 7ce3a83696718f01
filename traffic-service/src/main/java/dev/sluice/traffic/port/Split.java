package dev.sluice.traffic.port;

import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.value.Weight;
import java.util.Optional;

/** How traffic shall be divided: the candidate's share, and the header whose requests go to it whatever the share. */
public record Split(Weight candidate, Optional<HeaderMatch> header) {
    public static Split of(Weight candidate) {
        return new Split(candidate, Optional.empty());
    }
}
