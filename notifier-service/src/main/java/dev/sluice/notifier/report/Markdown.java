package dev.sluice.notifier.report;

import java.util.List;

/** Builds a Markdown document; what others wrote can't break a table or become markup. */
final class Markdown {
    private final StringBuilder text = new StringBuilder();

    Markdown title(String title) {
        text.append("# ").append(plain(title)).append("\n");
        return this;
    }

    Markdown section(String title) {
        text.append("\n## ").append(title).append("\n\n");
        return this;
    }

    Markdown item(String name, String value) {
        text.append("- **").append(name).append("**: ").append(plain(value)).append("\n");
        return this;
    }

    Markdown paragraph(String words) {
        text.append(plain(words)).append("\n");
        return this;
    }

    Markdown table(List<String> heads, List<List<String>> rows) {
        row(heads);
        text.append("|").append(" --- |".repeat(heads.size())).append("\n");
        rows.forEach(this::row);
        return this;
    }

    private void row(List<String> cells) {
        text.append("|");
        cells.forEach(cell -> text.append(" ").append(plain(cell)).append(" |"));
        text.append("\n");
    }

    private static String plain(String value) {
        return value.replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("`", "\\`")
                .replace("*", "\\*")
                .replace("[", "\\[")
                .replaceAll("\\R", " ");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
