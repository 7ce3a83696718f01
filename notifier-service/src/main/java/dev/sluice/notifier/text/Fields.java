package dev.sluice.notifier.text;

import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Router;
import dev.sluice.events.plan.Stage;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.StageStory;
import dev.sluice.notifier.domain.Notice;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a template may speak of: the facts of the notice, and what follows from the rollout as it stood then. */
final class Fields {
    /** Every name that a template may use. */
    static final Set<String> NAMES = Set.of(
            "application",
            "target",
            "rollout",
            "at",
            "version",
            "stable",
            "start",
            "end",
            "strategy",
            "links",
            "lead",
            "emergency",
            "stage",
            "stages",
            "stageName",
            "share",
            "readings",
            "next",
            "routers",
            "elapsed",
            "planned",
            "report",
            "by",
            "reason",
            "waiting",
            "command",
            "detail",
            "router",
            "wanted",
            "found",
            "trigger",
            "reading",
            "reaction",
            "breachToRestored",
            "requestedToRestored",
            "verifiedAt",
            "checks",
            "problem",
            "record",
            "incident",
            "channel",
            "bake",
            "workload",
            "store",
            "step",
            "backup",
            "decision");

    private Fields() {}

    static Map<String, String> of(Notice notice, Words words, URI site) {
        Map<String, String> fields = new HashMap<>();
        fields.put("application", notice.target().application());
        fields.put("target", notice.target().toString());
        fields.put("at", words.time(notice.at()));
        notice.about().ifPresent(id -> {
            fields.put("rollout", id.text());
            fields.put("report", site.toString().replaceFirst("/+$", "") + "/reports/" + id);
        });
        notice.rollout().ifPresent(rollout -> rollout(fields, rollout, notice, words));
        notice.facts().forEach((name, value) -> {
            if (!value.isBlank()) {
                fields.put(name, value);
            }
        });
        fields.computeIfPresent("reaction", (name, value) -> words.get("reaction." + value));
        fields.computeIfPresent("decision", (name, value) -> words.get("decision." + value));
        return fields;
    }

    private static void rollout(Map<String, String> fields, RolloutState rollout, Notice notice, Words words) {
        Plan plan = rollout.plan();
        fields.put("version", plan.version());
        plan.stableVersion().ifPresent(stable -> fields.put("stable", stable));
        fields.put("start", words.time(rollout.requestedAt()));
        fields.put("end", words.time(notice.at().plus(plan.plannedLength().duration())));
        fields.put("planned", plan.plannedLength().toString());
        fields.put("elapsed", words.duration(Duration.between(rollout.requestedAt(), notice.at())));
        fields.put("strategy", strategy(plan, words));
        fields.put("stages", Integer.toString(plan.stages().size()));
        fields.put("routers", routers(plan));
        people(fields, plan);
        stage(fields, rollout, words);
    }

    private static void people(Map<String, String> fields, Plan plan) {
        Map<String, String> contacts = plan.people().contacts();
        Optional.ofNullable(contacts.get("lead")).ifPresent(lead -> fields.put("lead", lead));
        Optional.ofNullable(contacts.get("emergency")).ifPresent(who -> fields.put("emergency", who));
        if (!plan.people().links().isEmpty()) {
            fields.put(
                    "links",
                    plan.people().links().entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(link -> link.getKey() + " " + link.getValue())
                            .collect(Collectors.joining("\n- ")));
        }
    }

    private static void stage(Map<String, String> fields, RolloutState rollout, Words words) {
        int number = rollout.stage();
        if (number < 0) {
            return;
        }
        Plan plan = rollout.plan();
        Stage stage = plan.stages().get(number);
        StageStory story = rollout.stages().getLast();
        fields.put("stage", Integer.toString(number + 1));
        fields.put("stageName", stage.name().text());
        fields.put("share", stage.weight().toString());
        if (!story.readings().isEmpty()) {
            fields.put(
                    "readings",
                    story.readings().stream().map(MetricReading::sentence).collect(Collectors.joining("\n- ")));
        }
        fields.put("next", next(rollout, number, words));
    }

    private static String next(RolloutState rollout, int number, Words words) {
        Plan plan = rollout.plan();
        int last = plan.stages().size() - 1;
        if (number == last) {
            return words.get("next.none");
        }
        int next = rollout.promotedFully() ? last : number + 1;
        Stage stage = plan.stages().get(next);
        return words.get(
                "next.stage",
                Map.of(
                        "stage", Integer.toString(next + 1),
                        "stageName", stage.name().text(),
                        "share", stage.weight().toString(),
                        "planned", plan.durationOf(next).toString()));
    }

    private static String strategy(Plan plan, Words words) {
        return IntStream.range(0, plan.stages().size())
                .mapToObj(i -> plan.stages().get(i).weight() + " " + plan.durationOf(i))
                .collect(Collectors.joining(words.get("then")));
    }

    private static String routers(Plan plan) {
        return plan.splitters().stream().map(Router::name).map(String::valueOf).collect(Collectors.joining(", "));
    }
}
