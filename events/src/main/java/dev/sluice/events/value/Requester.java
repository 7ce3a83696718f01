package dev.sluice.events.value;

/** Who asked: a person, a pipeline or a service, with the reason given. Both are shown in history; neither is a secret. */
public record Requester(String who, String reason) {
    public Requester {
        who = cut(Require.orElse(who, "unknown"), 200);
        reason = cut(Require.orElse(reason, ""), 1000);
    }

    private static String cut(String text, int length) {
        return text.length() > length ? text.substring(0, length) : text;
    }
}
