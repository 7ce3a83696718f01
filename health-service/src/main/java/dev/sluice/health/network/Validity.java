package dev.sluice.health.network;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * For how long a certificate stays valid.
 *
 * @param left below zero when it has ended, and when it has not begun
 * @param words which certificate, and until when, for people
 */
record Validity(Duration left, String words) {
    private static final int SUBJECT_MAX = 120;

    /** Of the one that ends first, of at least one. */
    static Validity of(List<X509Certificate> chain, Instant now) {
        return chain.stream()
                .map(certificate -> of(certificate, now))
                .min(Comparator.comparing(Validity::left))
                .orElseThrow();
    }

    private static Validity of(X509Certificate certificate, Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant to = certificate.getNotAfter().toInstant();
        return now.isBefore(from)
                ? new Validity(Duration.between(from, now), subject(certificate) + " is valid from " + from + " on")
                : new Validity(Duration.between(now, to), subject(certificate) + " is valid until " + to);
    }

    /** Whoever made it wrote the subject, so it is cut and made printable. */
    private static String subject(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName().replaceAll("\\p{Cntrl}", "?");
        return subject.length() <= SUBJECT_MAX ? subject : subject.substring(0, SUBJECT_MAX) + "...";
    }
}
