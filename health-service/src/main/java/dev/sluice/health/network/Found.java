package dev.sluice.health.network;

import java.net.InetAddress;
import java.util.List;

/** What the resolver said of a name. */
sealed interface Found {
    /** At least one. */
    record Addresses(List<InetAddress> list) implements Found {}

    /** There is no such name, or it has no address. */
    record None(String why) implements Found {}
}
