package dev.sluice.health.scrape;

import dev.sluice.health.call.CallFailed;
import dev.sluice.health.call.Calls;
import dev.sluice.health.call.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** The metrics page of one instance, over HTTP. */
record InstancePage(URI url, Calls calls) implements Place {
    private static final String ACCEPTED = "text/plain;version=0.0.4,application/openmetrics-text;q=0.5,*/*;q=0.1";

    @Override
    public Map<String, Map<Map<String, String>, Double>> read(Set<String> names, Duration limit) throws Unread {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(url).header("Accept", ACCEPTED).GET().build();
            Reply reply = calls.send(request, limit);
            if (reply.status() != 200) {
                String answered = "answered " + reply.status();
                throw reply.noRight() ? Unread.noRight(answered) : Unread.because(answered);
            }
            return Exposition.read(reply.text(), names);
        } catch (CallFailed | Exposition.Malformed e) {
            throw new Unread(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
