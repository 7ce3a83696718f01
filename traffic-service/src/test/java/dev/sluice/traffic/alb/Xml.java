package dev.sluice.traffic.alb;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** AWS's way to write the same structure as form fields ({@code member.1.Order}) and as XML. */
final class Xml {
    static final String SPACE = "xmlns=\"http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/\"";
    static final String REQUEST =
            "<ResponseMetadata><RequestId>6aa5a9b1-0d5a-11e6-8f0a-000000000000</RequestId></ResponseMetadata>";

    private Xml() {}

    static String of(Map<String, String> fields) {
        Map<String, Map<String, String>> children = new TreeMap<>();
        fields.forEach((path, value) -> {
            // A member and its number are one step.
            String[] steps = path.startsWith("member.") ? member(path) : path.split("\\.", 2);
            children.computeIfAbsent(steps[0], step -> new TreeMap<>()).put(steps.length > 1 ? steps[1] : "", value);
        });
        StringBuilder xml = new StringBuilder();
        children.forEach((name, inner) -> {
            String tag = name.startsWith("member.") ? "member" : name;
            String content = inner.containsKey("") ? escaped(inner.get("")) : of(inner);
            xml.append("<")
                    .append(tag)
                    .append(">")
                    .append(content)
                    .append("</")
                    .append(tag)
                    .append(">");
        });
        return xml.toString();
    }

    private static String[] member(String path) {
        int end = path.indexOf('.', "member.".length());
        return end < 0 ? new String[] {path} : new String[] {path.substring(0, end), path.substring(end + 1)};
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    static void send(HttpExchange exchange, int status, String xml) throws IOException {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
