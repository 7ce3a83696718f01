package dev.sluice.events.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Weight;
import java.util.Optional;

/** One router as it was read back: the candidate's share that is set, and the share measured there, where it can be. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record RouterReadback(Name router, Weight set, Optional<Weight> measured, long tookMicros) {
    public RouterReadback {
        Require.present("router", router);
        Require.present("set", set);
        measured = Require.orElse(measured, Optional.empty());
    }
}
