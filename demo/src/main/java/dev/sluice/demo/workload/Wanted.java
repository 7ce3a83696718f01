package dev.sluice.demo.workload;

import dev.sluice.demo.InvalidInput;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** What was asked for last: whether the program runs, on whose word, and whether the workload was forgotten. */
record Wanted(int replicas, Optional<Claim> claim, boolean forgotten) {
    static final Wanted AT_FIRST = new Wanted(1, Optional.empty(), false);

    /** The body of a PUT: both members are required. The program has one port, so that it can run once or not at all. */
    static Wanted read(JsonObject json) {
        if (!(json.getValue("replicas") instanceof Integer replicas) || replicas < 0 || replicas > 1) {
            throw new InvalidInput("replicas", "expected 0 or 1, got " + json.getValue("replicas"));
        }
        return new Wanted(replicas, Optional.of(Claim.read(json.getValue("claim"))), false);
    }

    Wanted forget() {
        return new Wanted(0, claim, true);
    }

    /** As it was kept; {@link #AT_FIRST} when nothing was. */
    static Wanted load(Path file) {
        if (!Files.exists(file)) {
            return AT_FIRST;
        }
        try {
            JsonObject kept = new JsonObject(Files.readString(file));
            return new Wanted(
                    kept.getInteger("replicas"),
                    Optional.ofNullable(kept.getJsonObject("claim")).map(Claim::read),
                    kept.getBoolean("forgotten"));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be read", e);
        }
    }

    /** Keeps it, whole or not at all. */
    void keep(Path file) {
        JsonObject kept = new JsonObject()
                .put("replicas", replicas)
                .put("claim", claim.map(Claim::write).orElse(null))
                .put("forgotten", forgotten);
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, kept.encodePrettily());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be written", e);
        }
    }
}
