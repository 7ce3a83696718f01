package dev.sluice.events.command;

import dev.sluice.events.journal.RestoreDecision;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;

/** What a pipeline or a person asks of Sluice, on {@code sluice.commands}, keyed by the target. */
public sealed interface Command {
    Requester by();

    /** Start a rollout. The same key for the same target starts one rollout, for seven days. */
    record Start(StartKey startKey, Plan plan, Requester by) implements Command {
        public Start {
            Require.present("startKey", startKey);
            Require.present("plan", plan);
            Require.present("by", by);
        }
    }

    /** A command about a rollout that exists. */
    sealed interface Steer extends Command {
        RolloutId rollout();
    }

    /** Let nothing move up until it is resumed; triggers are watched on. */
    record Pause(RolloutId rollout, Requester by) implements Steer {
        public Pause {
            Require.present("rollout", rollout);
            Require.present("by", by);
        }
    }

    /** Go on where it was paused; the stage's clock stood still meanwhile. */
    record Resume(RolloutId rollout, Requester by) implements Steer {
        public Resume {
            Require.present("rollout", rollout);
            Require.present("by", by);
        }
    }

    /** Skip the rest of the stage's time and open its gate; with {@code full}, the next stage is the last. */
    record Promote(RolloutId rollout, boolean full, Requester by) implements Steer {
        public Promote {
            Require.present("rollout", rollout);
            Require.present("by", by);
        }
    }

    /** Give stable everything and end, without rollback-service's procedure. */
    record Abort(RolloutId rollout, Requester by) implements Steer {
        public Abort {
            Require.present("rollout", rollout);
            Require.present("by", by);
        }
    }

    /** Give stable everything, with the whole procedure. */
    record RollBack(RolloutId rollout, Requester by) implements Steer {
        public RollBack {
            Require.present("rollout", rollout);
            Require.present("by", by);
        }
    }

    /** Let nothing of the target move up until it is thawed; of {@code sluice/all}, nothing of any target. */
    record Freeze(Requester by) implements Command {
        public Freeze {
            Require.present("by", by);
        }
    }

    /** Let it move up again. */
    record Thaw(Requester by) implements Command {
        public Thaw {
            Require.present("by", by);
        }
    }

    /** The answer to a RestoreProposed: give the store its backup back, or leave it as it is. */
    record DecideRestore(RolloutId rollout, Name store, RestoreDecision decision, Requester by) implements Steer {
        public DecideRestore {
            Require.present("rollout", rollout);
            Require.present("store", store);
            Require.present("decision", decision);
            Require.present("by", by);
        }
    }
}
