package dev.sluice.rollback.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the rows of each table in a script of pg_restore, without keeping them: a line is a row in COPY's text. */
final class CopiedRows {
    private static final int HEAD_MAX = 4096;
    private final Map<String, Long> counts = new HashMap<>();
    private final byte[] head = new byte[HEAD_MAX];
    private int length;
    private @Nullable String table;

    static Map<String, Long> of(InputStream script) throws IOException {
        CopiedRows rows = new CopiedRows();
        byte[] buffer = new byte[1 << 16];
        for (int read = script.read(buffer); read >= 0; read = script.read(buffer)) {
            rows.take(buffer, read);
        }
        return rows.counts;
    }

    private void take(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                line();
                length = 0;
            } else if (length < HEAD_MAX) {
                head[length++] = bytes[i];
            }
        }
    }

    private void line() {
        if (table == null) {
            String text = new String(head, 0, length, StandardCharsets.UTF_8);
            if (text.startsWith("COPY ") && (length == HEAD_MAX || text.endsWith(" FROM stdin;"))) {
                table = name(text.substring("COPY ".length()));
                counts.put(table, 0L);
            }
        } else if (length == 2 && head[0] == '\\' && head[1] == '.') {
            table = null;
        } else {
            counts.merge(table, 1L, Long::sum);
        }
    }

    /** Up to the first blank outside of quotes. */
    private static String name(String text) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            if (c == ' ' && !quoted) {
                return text.substring(0, i);
            }
        }
        return text;
    }
}
