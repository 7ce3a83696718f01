package dev.sluice.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How a command ends, as a number that a pipeline can use. Numbers are never given another meaning. */
public enum ExitCode {
    OK(0, "done; with --wait and watch: the rollout completed"),
    UNEXPECTED(1, "the command failed in a way that it should not"),
    USAGE(2, "wrong usage, a bad plan, or a rollout that does not exist"),
    ROLLED_BACK(3, "the rollout was rolled back"),
    ABORTED(4, "the rollout was aborted"),
    REFUSED(5, "the command was refused"),
    TIMED_OUT(6, "what was waited for did not happen in time; the rollout goes on"),
    UNAVAILABLE(7, "a service could not be reached, or is not ready"),
    FAILED(8, "the rollout failed and needs a person");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    public String meaning() {
        return meaning;
    }

    /** The code of a rollout that ended with this outcome, by the word of events and HTTP; empty for any other word. */
    public static Optional<ExitCode> ofOutcome(String word) {
        return switch (word) {
            case "completed" -> Optional.of(OK);
            case "rolled-back" -> Optional.of(ROLLED_BACK);
            case "aborted" -> Optional.of(ABORTED);
            case "failed" -> Optional.of(FAILED);
            default -> Optional.empty();
        };
    }

    /** The code of an HTTP answer that is no success. */
    public static ExitCode ofStatus(int status) {
        return switch (status) {
            case 400, 404, 405, 406, 411, 413, 415, 422 -> USAGE;
            case 401, 403, 409, 412 -> REFUSED;
            case 429, 502, 503, 504 -> UNAVAILABLE;
            default -> UNEXPECTED;
        };
    }

    /** Number to meaning, in order. */
    public static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(code -> table.put(Integer.toString(code.number), code.meaning));
        return table;
    }
}
