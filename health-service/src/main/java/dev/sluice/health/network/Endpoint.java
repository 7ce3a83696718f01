package dev.sluice.health.network;

/** A host, by its name or address, and a port. */
record Endpoint(String host, int port) {
    private static final String SCHEME = "tcp://";

    /** As a plan writes it: {@code tcp://host:port}, an address of IPv6 in brackets. */
    static Endpoint of(String address) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(SCHEME.length(), colon);
        boolean bracketed = host.startsWith("[");
        return new Endpoint(
                bracketed ? host.substring(1, host.length() - 1) : host,
                Integer.parseInt(address.substring(colon + 1)));
    }
}
