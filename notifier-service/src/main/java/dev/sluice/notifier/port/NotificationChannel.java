package dev.sluice.notifier.port;

/** One way to reach people or another system: one Slack channel, one webhook. */
@FunctionalInterface
public interface NotificationChannel {
    /**
     * Tries once to deliver. Blocks for at most about 10 s, and reports every failure as an outcome, never as an
     * exception. The caller gives the messages of one channel one after the other.
     */
    Outcome deliver(Message message);
}
