package dev.sluice.notifier.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses a plan may make this service call. Link-local addresses, where clouds keep their metadata, and the
 * other known metadata addresses are always refused; loopback and private ones are refused unless the service's owner
 * allows them. The host is resolved here and once more by the HTTP client, for which the JVM's cache of names (30 s)
 * answers the same.
 */
public final class AddressGuard {
    private static final Set<String> METADATA = Set.of("100.100.100.200", "192.0.0.192", "fd00:ec2:0:0:0:0:0:254");
    private final boolean privateAllowed;

    public AddressGuard(boolean privateAllowed) {
        this.privateAllowed = privateAllowed;
    }

    /** Why the address may not be called; empty when it may. A name that can't be resolved is an exception. */
    public Optional<String> objection(URI url) throws UnknownHostException {
        String host = url.getHost();
        if (host == null) {
            return Optional.of("the address " + url + " has no host");
        }
        for (InetAddress address : InetAddress.getAllByName(host)) {
            Optional<String> objection = objection(address);
            if (objection.isPresent()) {
                return objection.map(why -> host + " is " + address.getHostAddress() + ", " + why);
            }
        }
        return Optional.empty();
    }

    private Optional<String> objection(InetAddress address) {
        if (address.isLinkLocalAddress() || METADATA.contains(address.getHostAddress())) {
            return Optional.of("a link-local or metadata address, which is never called");
        }
        if (address.isMulticastAddress() || address.isAnyLocalAddress()) {
            return Optional.of("no address of a single host");
        }
        boolean inside = address.isLoopbackAddress() || address.isSiteLocalAddress() || uniqueLocal(address);
        return inside && !privateAllowed
                ? Optional.of("a loopback or private address, which sluice.notifier.private-addresses does not allow")
                : Optional.empty();
    }

    private static boolean uniqueLocal(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    }
}
