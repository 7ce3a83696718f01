package dev.sluice.rollback.data;

import dev.sluice.events.journal.Content;
import dev.sluice.events.value.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contents short enough for an event: of many parts of one kind one line is made; the manifest keeps them all. */
final class Summary {
    private static final int LINES_MAX = 40;
    private static final int CHECKSUM = 26;

    private Summary() {}

    static List<Content> of(List<Content> contents) {
        if (contents.size() <= LINES_MAX) {
            return contents;
        }
        Map<String, List<Content>> kinds = new LinkedHashMap<>();
        contents.forEach(each ->
                kinds.computeIfAbsent(kind(each), kind -> new ArrayList<>()).add(each));
        List<Content> lines = new ArrayList<>();
        kinds.forEach((kind, all) -> lines.add(all.size() == 1 ? all.getFirst() : line(kind, all)));
        return lines;
    }

    private static String kind(Content content) {
        int space = content.what().indexOf(' ');
        return space < 0 ? content.what() : content.what().substring(0, space);
    }

    private static Content line(String kind, List<Content> all) {
        return new Content(
                all.size() + " of kind " + kind,
                all.stream().mapToLong(Content::count).sum(),
                Digest.of(all.toString(), CHECKSUM));
    }
}
