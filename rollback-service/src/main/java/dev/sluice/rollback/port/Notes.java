package dev.sluice.rollback.port;

import java.util.Optional;

/** What a restore writes down for the one that comes after a crash. A note that was put survives the process. */
public interface Notes {
    Optional<String> get(String name);

    void put(String name, String value) throws StoreFailure;
}
