package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.value.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The data that is backed up before the rollout and may be restored by a rollback. Its limits are never shortened by
 * {@code speedup}: data are as large as they are.
 *
 * @param backupWithin a backup that is not there and verified by then fails the start; by default 30m
 * @param restoreWithin how long the restore of one store may take, verification included; by default 2h
 * @param answerWithin how long a person's answer is waited for; without one nothing is restored; by default 24h
 * @param keep how long backups are kept; by default 7d
 * @param encryptionKey where an AES-256 key is found, in base64; without it backups are not encrypted
 * @param stores what is backed up, and restored in this order
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Data(
        Span backupWithin,
        Span restoreWithin,
        Span answerWithin,
        Span keep,
        Optional<SecretRef> encryptionKey,
        List<Store> stores) {
    private static final int STORES_MAX = 100;
    private static final Span SHORTEST = Span.ofSeconds(1);
    private static final Span DAY = Span.ofMinutes(24 * 60);
    private static final Span WEEK = Span.ofMinutes(7 * 24 * 60);
    private static final Span HOUR = Span.ofMinutes(60);

    public Data {
        backupWithin = Require.orElse(backupWithin, Span.ofMinutes(30));
        between("backupWithin", backupWithin, SHORTEST, DAY);
        restoreWithin = Require.orElse(restoreWithin, Span.ofMinutes(120));
        between("restoreWithin", restoreWithin, SHORTEST, DAY);
        answerWithin = Require.orElse(answerWithin, DAY);
        between("answerWithin", answerWithin, SHORTEST, WEEK);
        keep = Require.orElse(keep, WEEK);
        Require.that(keep.compareTo(HOUR) >= 0, "keep", "expected at least 1h, found " + keep);
        encryptionKey = Require.orElse(encryptionKey, Optional.empty());
        stores = Require.listOrEmpty(stores);
        Require.that(!stores.isEmpty(), "stores", "expected at least one store: what is to be backed up?");
        Require.that(stores.size() <= STORES_MAX, "stores", "expected at most " + STORES_MAX + " entries");
        distinct(stores);
        boolean sealed = encryptionKey.isPresent();
        Require.that(
                sealed || stores.stream().noneMatch(Data::holdsSecrets),
                "encryptionKey",
                "expected a key: a store names Secrets, which are not kept unencrypted");
    }

    private static boolean holdsSecrets(Store store) {
        return store instanceof Store.Kubernetes kubernetes
                && !kubernetes.secrets().isEmpty();
    }

    public Store store(Name name) {
        return stores.stream()
                .filter(store -> store.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a plan without store " + name + " was let in"));
    }

    private static void between(String field, Span value, Span least, Span most) {
        Require.that(
                value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                field,
                "expected between " + least + " and " + most + ", found " + value);
    }

    private static void distinct(List<Store> stores) {
        Set<Name> names = new HashSet<>();
        Set<Object> places = new HashSet<>();
        for (int i = 0; i < stores.size(); i++) {
            Name name = stores.get(i).name();
            Require.that(
                    names.add(name), "stores[" + i + "].name", "expected a name used once, found " + name + " again");
            Require.that(
                    places.add(stores.get(i).place()),
                    "stores[" + i + "]",
                    "expected other data than an earlier store's: the same would be restored twice");
        }
    }
}
