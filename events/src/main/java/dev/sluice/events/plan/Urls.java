package dev.sluice.events.plan;

import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Require;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What an address in a plan must look like. */
final class Urls {
    private Urls() {}

    static URI http(String field, @Nullable URI address) {
        URI url = Require.present(field, address);
        boolean fits = url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
        Require.that(fits, field, "expected an http or https address, found " + Refusal.shown(url));
        Require.that(url.getUserInfo() == null, field, "holds credentials: name them by a SecretRef instead");
        return url;
    }
}
