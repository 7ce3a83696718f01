package dev.sluice.notifier;

import dev.sluice.events.plan.People;
import dev.sluice.notifier.outbound.Post;
import dev.sluice.notifier.port.Channels;
import dev.sluice.notifier.port.Destination;
import dev.sluice.notifier.port.NotificationChannel;
import dev.sluice.notifier.port.Secrets;
import dev.sluice.notifier.slack.SlackBot;
import dev.sluice.notifier.slack.SlackWebhook;
import dev.sluice.notifier.webhook.SignedWebhook;

/** The real channels of a plan. */
final class PlanChannels implements Channels {
    private final Secrets secrets;
    private final Post post;

    PlanChannels(Secrets secrets, Post post) {
        this.secrets = secrets;
        this.post = post;
    }

    @Override
    public NotificationChannel open(Destination destination) {
        return switch (destination) {
            case Destination.Slack slack -> slack(slack.settings());
            case Destination.Webhook webhook -> new SignedWebhook(webhook.settings(), secrets, post);
        };
    }

    private NotificationChannel slack(People.Slack slack) {
        return slack.webhook()
                .<NotificationChannel>map(address -> new SlackWebhook(address, secrets, post))
                .orElseGet(() -> new SlackBot(
                        slack.token().orElseThrow(), slack.channel().orElseThrow(), slack.api(), secrets, post));
    }
}
