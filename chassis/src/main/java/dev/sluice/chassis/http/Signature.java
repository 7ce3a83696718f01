package dev.sluice.chassis.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a call as Standard Webhooks describes: HMAC-SHA256 over {@code id.timestamp.body}; the key is the base64 behind
 * {@code whsec_}. The same for all that Sluice calls, so that a receiver has one way to verify it.
 */
public final class Signature {
    /** How a secret has to look, for people. */
    public static final String FORM = "whsec_<base64 of 24 to 64 bytes>";

    private static final String PREFIX = "whsec_";
    private final byte[] key;

    private Signature(byte[] key) {
        this.key = key;
    }

    /** Empty for a secret of another form. */
    public static Optional<Signature> of(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
            return key.length >= 24 && key.length <= 64 ? Optional.of(new Signature(key)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * What a signed call has among its headers.
     *
     * @param id the same however often the call is made
     * @param at when it is made: receivers refuse what is too old
     * @param body exactly as it is sent
     */
    public Map<String, String> headers(String id, Instant at, byte[] body) {
        String timestamp = Long.toString(at.getEpochSecond());
        return Map.of(
                "webhook-id", id, "webhook-timestamp", timestamp, "webhook-signature", signature(id, timestamp, body));
    }

    private String signature(String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HmacSHA256", e);
        }
    }
}
