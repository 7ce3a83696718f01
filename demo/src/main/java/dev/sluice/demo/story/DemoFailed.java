package dev.sluice.demo.story;

/** The demo did not go as expected; the message says why, in a line for people. */
final class DemoFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoFailed(String why) {
        super(why);
    }

    DemoFailed(String why, Throwable cause) {
        super(why, cause);
    }
}
