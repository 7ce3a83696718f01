package dev.sluice.traffic.alb;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Elastic Load Balancing's query API of 2015-12-01 for one rule or listener, as its reference describes it: a form is posted,
 * XML comes back, and AWS's own client is what talks to it. A counter stands in place of the load balancer.
 */
final class ElbServer implements AutoCloseable {
    static final String STABLE = group("stable");
    static final String CANDIDATE = group("candidate");
    static final String OTHER = group("other");
    static final String RULE =
            "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/shop/50dc6c49/f2f7dc8e/9683b2d0";
    static final String LISTENER =
            "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/shop/50dc6c49/f2f7dc8e";
    private static final String FORWARD = "member.1.ForwardConfig.";

    private record State(Map<String, String> actions, Map<String, String> tags) {
        State {
            actions = new TreeMap<>(actions);
            tags = new TreeMap<>(tags);
        }
    }

    private final HttpServer server;

    /** What other writers do, each just before the next ModifyRule or ModifyListener is carried out. */
    final ConcurrentLinkedQueue<Runnable> intruders = new ConcurrentLinkedQueue<>();

    /** The same, just after. */
    final ConcurrentLinkedQueue<Runnable> successors = new ConcurrentLinkedQueue<>();

    /** Errors of AWS for the next requests of an operation: its name, and the code. */
    final ConcurrentLinkedQueue<Map.Entry<String, String>> errors = new ConcurrentLinkedQueue<>();

    final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();

    /** How many descriptions after a write still tell what was there before it. */
    volatile int staleReads;

    private State state = new State(Map.of(), Map.of());
    private State before = state;
    private int stale;
    private long slots;

    ElbServer() throws IOException {
        forget();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::on);
        server.start();
    }

    static String group(String name) {
        return "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/" + name + "/73e2d6bc24d8a067";
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** One plain forward to stable, and no tag of Sluice. */
    synchronized void forget() {
        state = new State(
                Map.of("member.1.Type", "forward", "member.1.TargetGroupArn", STABLE), Map.of("owner", "shop"));
        before = state;
    }

    synchronized void actions(Map<String, String> actions) {
        state = new State(actions, state.tags());
    }

    synchronized Map<String, String> actions() {
        return state.actions();
    }

    /** The two groups and no other, with these weights. */
    void weights(int stable, int candidate) {
        actions(Map.of(
                "member.1.Type",
                "forward",
                FORWARD + "TargetGroups.member.1.TargetGroupArn",
                STABLE,
                FORWARD + "TargetGroups.member.1.Weight",
                String.valueOf(stable),
                FORWARD + "TargetGroups.member.2.TargetGroupArn",
                CANDIDATE,
                FORWARD + "TargetGroups.member.2.Weight",
                String.valueOf(candidate)));
    }

    synchronized void tag(String key, String value) {
        state.tags().put(key, value);
    }

    synchronized Map<String, String> tags() {
        return Map.copyOf(state.tags());
    }

    /** Of as many requests in a row as the weights add up to, the candidate gets exactly its weight. */
    synchronized boolean route() {
        int candidate = weight(CANDIDATE);
        int all = candidate + weight(STABLE);
        return ++slots * candidate % all < candidate;
    }

    synchronized int weight(String group) {
        String groups = FORWARD + "TargetGroups.";
        return IntStream.rangeClosed(1, 5)
                .filter(i -> group.equals(state.actions().get(groups + "member." + i + ".TargetGroupArn")))
                .map(i -> Integer.parseInt(state.actions().get(groups + "member." + i + ".Weight")))
                .findFirst()
                .orElse(group.equals(state.actions().get("member.1.TargetGroupArn")) ? 1 : 0);
    }

    private synchronized void on(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String action = form.getOrDefault("Action", "");
        requests.add(action);
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        Map.Entry<String, String> error = errors.peek();
        if (!authorization.contains("/eu-central-1/elasticloadbalancing/aws4_request")) {
            fail(exchange, 403, "IncompleteSignature", "the request is not signed");
        } else if (error != null && error.getKey().equals(action)) {
            errors.remove();
            fail(exchange, error.getValue().equals("AccessDenied") ? 403 : 400, error.getValue(), "by the test");
        } else {
            answer(exchange, action, form);
        }
    }

    private void answer(HttpExchange exchange, String action, Map<String, String> form) throws IOException {
        switch (action) {
            case "DescribeRules" ->
                described(exchange, action, "Rules", "RuleArn", "Actions", form.getOrDefault("RuleArns.member.1", ""));
            case "DescribeListeners" ->
                described(
                        exchange,
                        action,
                        "Listeners",
                        "ListenerArn",
                        "DefaultActions",
                        form.getOrDefault("ListenerArns.member.1", ""));
            case "DescribeTags" ->
                succeed(exchange, action, tagDescriptions(form.getOrDefault("ResourceArns.member.1", "")));
            case "AddTags" -> {
                write();
                for (int i = 1; form.containsKey("Tags.member." + i + ".Key"); i++) {
                    tag(
                            form.getOrDefault("Tags.member." + i + ".Key", ""),
                            form.getOrDefault("Tags.member." + i + ".Value", ""));
                }
                succeed(exchange, action, "");
            }
            case "RemoveTags" -> {
                write();
                state.tags().remove(form.getOrDefault("TagKeys.member.1", ""));
                succeed(exchange, action, "");
            }
            case "ModifyRule", "ModifyListener" -> modify(exchange, action, form);
            default -> fail(exchange, 400, "InvalidAction", action);
        }
    }

    private void modify(HttpExchange exchange, String action, Map<String, String> form) throws IOException {
        run(intruders.poll());
        String prefix = action.equals("ModifyRule") ? "Actions." : "DefaultActions.";
        Map<String, String> wanted = new TreeMap<>();
        form.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                wanted.put(key.substring(prefix.length()), value);
            }
        });
        String invalid = invalid(wanted);
        if (!invalid.isEmpty()) {
            fail(exchange, 400, "ValidationError", invalid);
            return;
        }
        write();
        // Neither is ever told again.
        wanted.keySet().removeIf(key -> key.endsWith(".ClientSecret") || key.endsWith(".UseExistingClientSecret"));
        actions(wanted);
        run(successors.poll());
        succeed(exchange, action, "");
    }

    private static String invalid(Map<String, String> actions) {
        boolean twoWays = actions.keySet().stream().anyMatch(key -> key.contains("ForwardConfig"))
                && actions.keySet().stream().anyMatch(key -> key.matches("member\\.\\d+\\.TargetGroupArn"));
        boolean heavy = actions.entrySet().stream()
                .anyMatch(entry -> entry.getKey().endsWith(".Weight") && Integer.parseInt(entry.getValue()) > 999);
        boolean secretless = actions.values().contains("authenticate-oidc")
                && actions.keySet().stream().noneMatch(key -> key.endsWith("Secret"));
        return (twoWays ? "specify either a target group ARN or a forward config " : "")
                + (heavy ? "a weight must be between 0 and 999 " : "")
                + (secretless ? "a client secret is required" : "");
    }

    private static void run(@Nullable Runnable other) {
        if (other != null) {
            other.run();
        }
    }

    private void write() {
        if (stale == 0) {
            before = new State(state.actions(), state.tags());
            stale = staleReads;
        }
    }

    private State seen() {
        if (stale > 0) {
            stale--;
            return before;
        }
        return state;
    }

    private void described(
            HttpExchange exchange, String action, String list, String arnName, String actionsName, String arn)
            throws IOException {
        if (arn.endsWith("missing")) {
            fail(exchange, 400, list.substring(0, list.length() - 1) + "NotFound", "One or more do not exist");
            return;
        }
        succeed(
                exchange,
                action,
                "<" + list + "><member><" + arnName + ">" + arn + "</" + arnName + "><" + actionsName + ">"
                        + Xml.of(seen().actions()) + "</" + actionsName + "></member></" + list + ">");
    }

    private String tagDescriptions(String arn) {
        StringBuilder tags = new StringBuilder();
        seen().tags().forEach((key, value) -> tags.append("<member><Key>")
                .append(key)
                .append("</Key><Value>")
                .append(value)
                .append("</Value></member>"));
        return "<TagDescriptions><member><ResourceArn>" + arn + "</ResourceArn><Tags>" + tags
                + "</Tags></member></TagDescriptions>";
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new TreeMap<>();
        for (String field : body.split("&")) {
            String[] parts = field.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    private static void succeed(HttpExchange exchange, String action, String result) throws IOException {
        Xml.send(
                exchange,
                200,
                "<%1$sResponse %2$s><%1$sResult>%3$s</%1$sResult>%4$s</%1$sResponse>"
                        .formatted(action, Xml.SPACE, result, Xml.REQUEST));
    }

    private static void fail(HttpExchange exchange, int status, String code, String message) throws IOException {
        Xml.send(
                exchange,
                status,
                "<ErrorResponse %s><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>"
                        .formatted(Xml.SPACE, code, message));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
