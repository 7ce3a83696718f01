package dev.sluice.rollback.redis;

import dev.sluice.events.value.SecretRef;
import dev.sluice.rollback.port.Secrets;
import dev.sluice.rollback.port.StoreFailure;
import java.util.Optional;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;

/** Who connects, and how. The password is read anew for each connection. */
record Access(Optional<String> user, Optional<SecretRef> password, boolean tls, Secrets secrets) {
    DefaultJedisClientConfig config(int database, int connectMs, int answerMs) throws StoreFailure {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(connectMs)
                .socketTimeoutMillis(answerMs)
                .ssl(tls)
                .clientName("sluice")
                .database(database);
        user.ifPresent(config::user);
        if (password.isPresent()) {
            config.password(secrets.read(password.get()));
        }
        return config.build();
    }

    static HostAndPort address(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, colon).replace("[", "").replace("]", "");
        return new HostAndPort(host, Integer.parseInt(text.substring(colon + 1)));
    }
}
