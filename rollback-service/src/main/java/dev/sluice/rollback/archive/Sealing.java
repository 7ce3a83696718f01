package dev.sluice.rollback.archive;

import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import dev.sluice.events.value.Digest;
import dev.sluice.rollback.port.StoreFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;

/**
 * Encryption of the parts of a backup: AES-256-GCM in segments of 1 MiB, each authenticated with its place, so that a part
 * that was changed, cut off, put together or renamed ends in an exception. Without a key parts are stored as they are.
 */
public final class Sealing {
    /** No key: nothing is encrypted. */
    public static final Sealing NONE = new Sealing(Optional.empty(), Optional.empty());

    private static final int KEY_BYTES = 32;
    private static final int SEGMENT_BYTES = 1 << 20;
    private static final int FINGERPRINT = 16;

    private final Optional<StreamingAead> cipher;
    private final Optional<String> fingerprint;

    private Sealing(Optional<StreamingAead> cipher, Optional<String> fingerprint) {
        this.cipher = cipher;
        this.fingerprint = fingerprint;
    }

    /** @param key 32 bytes in base64 */
    public static Sealing with(String key) throws StoreFailure {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(key);
        } catch (IllegalArgumentException e) {
            throw StoreFailure.lasting("encryptionKey: expected 32 bytes in base64, found something else");
        }
        if (bytes.length != KEY_BYTES) {
            throw StoreFailure.lasting("encryptionKey: expected 32 bytes in base64, found " + bytes.length + " bytes");
        }
        try {
            StreamingAead aead = new AesGcmHkdfStreaming(bytes, "HmacSha256", KEY_BYTES, SEGMENT_BYTES, 0);
            String salted = "sluice-backup-key:" + key;
            return new Sealing(Optional.of(aead), Optional.of(Digest.of(salted, FINGERPRINT)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM and HMAC", e);
        }
    }

    /** Tells keys from each other, and nothing else. */
    public Optional<String> fingerprint() {
        return fingerprint;
    }

    /** @param place what the stream belongs to, such as the backup's id and the part's name */
    OutputStream seal(OutputStream into, String place) throws IOException {
        if (cipher.isEmpty()) {
            return into;
        }
        try {
            return cipher.get().newEncryptingStream(into, place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    InputStream open(InputStream from, String place) throws IOException {
        if (cipher.isEmpty()) {
            return from;
        }
        try {
            return cipher.get().newDecryptingStream(from, place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
