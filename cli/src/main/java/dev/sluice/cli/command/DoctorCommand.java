package dev.sluice.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.ExitCode;
import dev.sluice.cli.Failure;
import dev.sluice.cli.Session;
import dev.sluice.cli.http.HttpApi;
import dev.sluice.cli.http.Service;
import dev.sluice.cli.plan.Assignment;
import dev.sluice.cli.plan.PlanFile;
import dev.sluice.cli.view.Cell;
import dev.sluice.cli.view.Table;
import dev.sluice.cli.view.Tone;
import dev.sluice.cli.view.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what can be reached, and with which rights. Everything is checked, whatever was found before it. */
@Command(
        name = "doctor",
        description = {
            "Says what can be reached, and with which rights; changes nothing.",
            "Without a plan: whether the four services are ready, and what Kafka allows each of them, topic by topic. With",
            "a plan also its routers, which writes they allow, and its sources. A right that can't be told is marked '?':",
            "it counts neither as held nor as missing."
        })
final class DoctorCommand extends SluiceCommand {
    private static final Set<String> FAILURES = Set.of("FAILED", "NO_RIGHT");

    @Option(
            names = {"-f", "--file"},
            paramLabel = "PLAN",
            description = "the plan whose routers and sources are checked; - is standard input")
    private Optional<String> file = Optional.empty();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "set a field of the plan by its path")
    private List<Assignment> changes = new ArrayList<>();

    DoctorCommand(Session session) {
        super(session);
    }

    /** One thing that was looked at; {@code known} is false where it can't be told, and then {@code ok} is too. */
    private record Check(String service, String what, boolean ok, boolean known, String detail) {
        Check(String service, String what, boolean ok, String detail) {
            this(service, what, ok, true, detail);
        }

        boolean passes() {
            return ok || !known;
        }
    }

    @Override
    ExitCode run() {
        Optional<PlanFile> plan = file.map(
                name -> PlanOptions.read(name, changes, session().around().in()));
        List<Check> checks = new ArrayList<>();
        for (Service service : Service.values()) {
            if (ready(session().api(service), checks)) {
                kafka(session().api(service), checks);
            }
        }
        plan.ifPresent(read -> ofPlan(session().api(Service.TRAFFIC), "/doctor", read, checks));
        plan.ifPresent(read -> ofPlan(session().api(Service.HEALTH), "/sources/check", read, checks));
        session().output().document(document(checks), () -> session().output().table(table(checks)));
        return checks.stream().allMatch(Check::passes) ? ExitCode.OK : ExitCode.UNAVAILABLE;
    }

    /** Whether it answers at all. */
    private static boolean ready(HttpApi api, List<Check> checks) {
        try {
            JsonNode health = api.look("/q/health/ready");
            boolean up = Words.text(health, "status").equals("UP");
            checks.add(new Check(
                    api.service().title(), "ready", up, up ? api.base().toString() : "not ready"));
            for (JsonNode check : health.path("checks")) {
                checks.add(new Check(
                        api.service().title(),
                        Words.text(check, "name"),
                        Words.text(check, "status").equals("UP"),
                        data(check.path("data"))));
            }
            return true;
        } catch (Failure e) {
            checks.add(new Check(api.service().title(), "ready", false, e.sentence()));
            return false;
        }
    }

    private static void kafka(HttpApi api, List<Check> checks) {
        try {
            told(api, api.get("/doctor/kafka"), checks);
        } catch (Failure e) {
            checks.add(new Check(api.service().title(), "rights on Kafka", false, false, e.sentence()));
        }
    }

    private static void told(HttpApi api, JsonNode answer, List<Check> checks) {
        for (JsonNode check : answer.path("checks")) {
            checks.add(new Check(
                    api.service().title(),
                    Words.text(check, "what"),
                    check.path("ok").asBoolean(),
                    check.path("known").asBoolean(true),
                    Words.text(check, "detail")));
        }
    }

    private static String data(JsonNode data) {
        return data.properties().stream()
                .map(field -> field.getKey() + " " + field.getValue().asText())
                .collect(Collectors.joining(", "));
    }

    private static void ofPlan(HttpApi api, String path, PlanFile file, List<Check> checks) {
        try {
            JsonNode answer = api.post(path, HttpApi.JSON, file.json(), Map.of());
            told(api, answer, checks);
            for (JsonNode metric : answer.path("metrics")) {
                checks.add(ofMetric(api.service(), metric));
            }
        } catch (Failure e) {
            if (e.code() == ExitCode.USAGE) {
                throw e; // the plan is bad, and nobody can check it
            }
            checks.add(new Check(api.service().title(), "checks of the plan", false, e.sentence()));
        }
    }

    /** No data is no failure: a candidate that has no traffic has none to count. */
    private static Check ofMetric(Service service, JsonNode metric) {
        String result = Words.text(metric, "result");
        String value = Words.text(metric, "value");
        String words = Words.text(metric, "detail");
        String detail = value.isEmpty()
                ? result.toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + words
                : value + " " + Words.text(metric, "unit") + (words.isEmpty() ? "" : ": " + words);
        String what = "metric " + Words.text(metric, "metric") + " of source " + Words.text(metric, "source");
        return new Check(service.title(), what, !FAILURES.contains(result), detail);
    }

    private static ObjectNode document(List<Check> checks) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("ok", checks.stream().allMatch(Check::passes));
        ArrayNode list = document.putArray("checks");
        for (Check check : checks) {
            ObjectNode node = list.addObject();
            node.put("service", check.service());
            node.put("what", check.what());
            node.put("ok", check.ok());
            node.put("known", check.known());
            node.put("detail", check.detail());
        }
        return document;
    }

    private static Cell mark(Check check) {
        if (!check.known()) {
            return new Cell(Tone.WARNING, "?");
        }
        return check.ok() ? new Cell(Tone.GOOD, "ok") : new Cell(Tone.BAD, "FAIL");
    }

    private static Table table(List<Check> checks) {
        Table table = new Table("", "", "SERVICE", "WHAT", "DETAIL");
        for (Check check : checks) {
            table.row(mark(check), Cell.of(check.service()), Cell.of(check.what()), Cell.of(check.detail()));
        }
        return table;
    }
}
