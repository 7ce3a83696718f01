package dev.sluice.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** Standard output: lines for people, or documents for programs. */
public record Output(PrintWriter out, Format format, Paint paint) {
    public void line(String text) {
        out.println(text);
        out.flush();
    }

    public void line(Tone tone, String text) {
        line(paint.as(tone, text));
    }

    public void table(Table table) {
        table.lines(paint).forEach(out::println);
        out.flush();
    }

    /** A result as one document, in the format that was asked for; a table has its own words. */
    public void document(JsonNode result, Runnable asTable) {
        switch (format) {
            case TABLE -> asTable.run();
            case JSON -> line(pretty(result));
            case YAML -> out.print(YamlText.of(result));
        }
        out.flush();
    }

    /** One of many results: a line of JSON, or a YAML document of its own. */
    public void item(JsonNode result, Runnable asTable) {
        switch (format) {
            case TABLE -> asTable.run();
            case JSON -> line(result.toString());
            case YAML -> out.print("---\n" + YamlText.of(result));
        }
        out.flush();
    }

    private static String pretty(JsonNode tree) {
        return tree.toPrettyString();
    }
}
