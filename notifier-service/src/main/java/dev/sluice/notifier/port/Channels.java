package dev.sluice.notifier.port;

/** Opens the channel to a destination. */
@FunctionalInterface
public interface Channels {
    /** A new channel; the caller keeps it, since a channel may remember threads. Opening it reaches nobody. */
    NotificationChannel open(Destination destination);
}
