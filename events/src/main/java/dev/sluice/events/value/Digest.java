package dev.sluice.events.value;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Short names for long contents: the first characters of a SHA-256 in base 32 (RFC 4648, lower case). */
public final class Digest {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private Digest() {}

    public static String of(String content, int characters) {
        return of(content.getBytes(StandardCharsets.UTF_8), characters);
    }

    /** At most 51 characters: five bits each. */
    public static String of(byte[] content, int characters) {
        byte[] hash = sha256(content);
        StringBuilder text = new StringBuilder(characters);
        for (int i = 0; i < characters; i++) {
            int bit = i * 5;
            int pair = ((hash[bit / 8] & 0xff) << 8) | (bit / 8 + 1 < hash.length ? hash[bit / 8 + 1] & 0xff : 0);
            text.append(ALPHABET.charAt((pair >> (11 - bit % 8)) & 31));
        }
        return text.toString();
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
