package dev.sluice.traffic.port;

import dev.sluice.events.journal.StepResult;

/** How far one attempt at a step has come; details are for people. */
public sealed interface TaskProgress {
    String detail();

    /** It goes on by itself, or could not be asked just now. */
    record UnderWay(String detail) implements TaskProgress {}

    /** It was not begun, or could not be asked after, for a reason that may not pass: several in a row are a failure. */
    record Refused(String detail) implements TaskProgress {}

    record Ended(StepResult result, String detail) implements TaskProgress {}

    static TaskProgress succeeded(String detail) {
        return new Ended(StepResult.SUCCEEDED, detail);
    }

    static TaskProgress failed(String detail) {
        return new Ended(StepResult.FAILED, detail);
    }
}
