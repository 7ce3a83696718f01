package dev.sluice.cli;

/** Ends a command with a sentence for a person and a code for a program. It is shown without a stack trace. */
public class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ExitCode code;

    public Failure(ExitCode code, String sentence) {
        super(sentence);
        this.code = code;
    }

    public Failure(ExitCode code, String sentence, Throwable cause) {
        super(sentence, cause);
        this.code = code;
    }

    public ExitCode code() {
        return code;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
