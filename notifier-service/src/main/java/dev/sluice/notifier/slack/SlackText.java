package dev.sluice.notifier.slack;

import dev.sluice.events.alert.Alert;

/** An alert as Slack's mrkdwn: the title in bold, and what others wrote can't become a link, a mention or markup. */
final class SlackText {
    private static final int LONGEST = 3_500;

    private SlackText() {}

    static String of(Alert alert) {
        String text = mark(alert) + "*" + escaped(alert.title()).replace("*", "∗") + "*\n" + escaped(alert.text());
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static String mark(Alert alert) {
        if (alert.action() == Alert.Action.RESOLVE) {
            return ":white_check_mark: ";
        }
        return switch (alert.severity()) {
            case INFO -> "";
            case WARNING -> ":warning: ";
            case CRITICAL -> ":rotating_light: ";
        };
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
