package dev.sluice.notifier.port;

import dev.sluice.events.alert.Alert;
import dev.sluice.events.value.EventId;

/**
 * What a channel delivers.
 *
 * @param id the same whenever this alert goes to this channel, however often it is tried
 * @param alert with title and text in the language of the plan
 */
public record Message(EventId id, Alert alert) {}
