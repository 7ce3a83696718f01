package dev.sluice.notifier.port;

import dev.sluice.events.plan.People;
import java.util.ArrayList;
import java.util.List;

/** Where a plan wants messages: equal destinations share one channel, and their messages one order. */
public sealed interface Destination {
    /** {@code slack} or {@code webhook}: a label of metrics. */
    String kind();

    /** As people know it, e.g. {@code slack/team}. */
    String title();

    /** Whether it gets what only machines need. */
    boolean everything();

    /** A Slack channel. */
    record Slack(People.Slack settings) implements Destination {
        @Override
        public String kind() {
            return "slack";
        }

        @Override
        public String title() {
            return "slack/" + settings.name();
        }

        @Override
        public boolean everything() {
            return false;
        }
    }

    /** A signed webhook. */
    record Webhook(People.Webhook settings) implements Destination {
        @Override
        public String kind() {
            return "webhook";
        }

        @Override
        public String title() {
            return "webhook/" + settings.name();
        }

        @Override
        public boolean everything() {
            return true;
        }
    }

    static List<Destination> of(People people) {
        List<Destination> all = new ArrayList<>();
        people.slack().forEach(slack -> all.add(new Slack(slack)));
        people.webhooks().forEach(webhook -> all.add(new Webhook(webhook)));
        return List.copyOf(all);
    }
}
