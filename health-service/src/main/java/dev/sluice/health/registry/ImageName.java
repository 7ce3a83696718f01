package dev.sluice.health.registry;

/**
 * An image in a registry.
 *
 * @param reference a tag or a digest
 */
record ImageName(String repository, String reference) {
    /** As a plan writes it: {@code shop/checkout:5.1} or {@code shop/checkout@sha256:...}. */
    static ImageName of(String image) {
        int at = image.indexOf('@');
        int end = at >= 0 ? at : image.lastIndexOf(':');
        return new ImageName(image.substring(0, end), image.substring(end + 1));
    }

    String manifest() {
        return "/v2/" + repository + "/manifests/" + reference;
    }
}
