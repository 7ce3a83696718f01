package dev.sluice.events.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Javadoc of the contract's types, read from their source files: what a type promises, and what each component means. */
final class Sources {
    private static final Path ROOT = Path.of("src/main/java");

    /**
     * One type's Javadoc in plain words.
     *
     * @param body what its compact constructor or its members say, as text
     */
    record About(String summary, Map<String, String> components, String body) {}

    private Sources() {}

    static About of(Class<?> type) {
        String text = text(type);
        Matcher declaration = Pattern.compile("\\b(?:record|interface|enum|class) " + type.getSimpleName() + "\\b")
                .matcher(text);
        if (!declaration.find()) {
            throw new IllegalStateException("no declaration of " + type + " in its source file");
        }
        String before = text.substring(0, declaration.start());
        int end = before.lastIndexOf("*/");
        String between = end < 0 ? ";" : before.substring(end + 2).strip();
        boolean documented = !between.contains(";") && (between.startsWith("@") || !between.contains("}"));
        String comment = documented ? before.substring(before.lastIndexOf("/**"), end) : "";
        return about(comment, text.substring(declaration.start(), bodyEnd(text, declaration.end())));
    }

    private static String text(Class<?> type) {
        Class<?> top = type;
        while (top.getEnclosingClass() != null) {
            top = top.getEnclosingClass();
        }
        try {
            return Files.readString(ROOT.resolve(top.getName().replace('.', '/') + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the braces that are opened next are closed again. */
    private static int bodyEnd(String text, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == '}' && depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    private static About about(String comment, String body) {
        String plain = comment.replaceFirst("^/\\*\\*", "")
                .replaceAll("(?m)^\\s*\\* ?", "")
                .replaceAll("\\{@(?:code|link|literal) #?([^}]*)}", "$1");
        String[] parts = plain.split("(?m)^@");
        Map<String, String> components = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            Matcher param = Pattern.compile("(?s)param (\\w+) (.*)").matcher(parts[i]);
            if (param.matches()) {
                components.put(param.group(1), oneLine(param.group(2)));
            }
        }
        // What follows the first paragraph is for those who program with the type.
        return new About(oneLine(parts[0].split("<p>")[0]), components, body);
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
