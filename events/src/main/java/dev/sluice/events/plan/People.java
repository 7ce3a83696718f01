package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.SecretRef;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is told, in which language, and what the templates say beside the facts.
 *
 * @param contacts by role, e.g. {@code lead}, {@code emergency}
 * @param links by name, e.g. {@code dashboard}, {@code status}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record People(
        Language language,
        List<Slack> slack,
        List<Webhook> webhooks,
        Map<String, String> contacts,
        Map<String, URI> links) {
    static final People NONE = new People(Language.ENGLISH, List.of(), List.of(), Map.of(), Map.of());

    public People {
        language = Require.orElse(language, Language.ENGLISH);
        slack = Require.listOrEmpty(slack);
        webhooks = Require.listOrEmpty(webhooks);
        contacts = contacts == null ? Map.of() : Map.copyOf(contacts);
        links = links == null ? Map.of() : Map.copyOf(links);
    }

    /** The language of messages and reports. */
    public enum Language {
        @JsonProperty("en")
        ENGLISH,
        @JsonProperty("zh")
        CHINESE
    }

    /**
     * A Slack channel, by an incoming webhook (whose address is the secret) or by a bot token and channel.
     *
     * @param api the address of Slack's Web API; only tests and proxies change it
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Slack(
            Name name,
            Optional<SecretRef> webhook,
            Optional<SecretRef> token,
            Optional<String> channel,
            Optional<URI> api) {
        @JsonCreator
        public Slack {
            Require.present("name", name);
            Require.that(
                    webhook.isPresent() != token.isPresent(),
                    "webhook",
                    "expected exactly one of webhook (an incoming webhook) and token (a bot token with channel)");
            Require.that(token.isEmpty() || channel.isPresent(), "channel", "is missing: a token needs a channel");
        }
    }

    /** An address that gets every alert, signed as Standard Webhooks says. */
    public record Webhook(Name name, URI url, SecretRef secret) {
        public Webhook {
            Require.present("name", name);
            Urls.http("url", url);
            Require.present("secret", secret);
        }
    }
}
