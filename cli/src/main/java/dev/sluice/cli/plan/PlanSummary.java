package dev.sluice.cli.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.view.Table;
import dev.sluice.events.plan.Check;
import dev.sluice.events.plan.CloudRouter;
import dev.sluice.events.plan.ClusterRouter;
import dev.sluice.events.plan.Gate;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Router;
import dev.sluice.events.plan.Speedup;
import dev.sluice.events.plan.Stage;
import dev.sluice.events.plan.Step;
import dev.sluice.events.plan.Task;
import dev.sluice.events.plan.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a plan means once its defaults are in it and its speed-up is applied: times are those that count. */
public record PlanSummary(Plan plan) {
    public String headline() {
        String faster = plan.speedup().equals(Speedup.NONE) ? "" : " at " + plan.speedup();
        return plan.target() + " to " + plan.version() + ": " + plan.stages().size() + " stages in "
                + plan.plannedLength() + faster;
    }

    public Table stages(String indent) {
        Table table = new Table(indent, "STAGE", "SHARE", "TIME", "GATE", "CHECKS");
        for (int i = 0; i < plan.stages().size(); i++) {
            Stage stage = plan.stages().get(i);
            table.row(
                    stage.name().text(),
                    stage.weight().toString(),
                    plan.durationOf(i).toString(),
                    stage.gate() == Gate.MANUAL ? "manual" : "-",
                    checks(plan.checks(i)));
        }
        return table;
    }

    /** What holds for all stages, one sentence each. */
    public List<String> rules() {
        List<String> rules = new ArrayList<>();
        plan.steps().forEach(step -> rules.add("step " + step.name() + " " + place(step) + ": " + task(step.run())));
        plan.bakeTime().ifPresent(bake -> rules.add("watched on for " + bake + " after 100%"));
        rules.addAll(List.of(
                "routers: " + routers(),
                "validated every " + plan.validationPeriod() + "; "
                        + plan.validation().failureLimit() + " failures in a row, or " + plan.deadline()
                        + " after its time: " + word(plan.validation().onLimit()),
                "triggers every " + plan.triggerPeriod() + ": "
                        + plan.triggers().list().stream()
                                .map(PlanSummary::trigger)
                                .collect(Collectors.joining(", ")),
                "safety net: hold after " + plan.safetyNet().hold() + " without a verdict, restore after "
                        + plan.safetyNet().restore()));
        return rules;
    }

    private static String place(Step step) {
        return step.before()
                .map(stage -> "before " + stage)
                .or(() -> step.ready().map(stage -> "before the traffic of " + stage))
                .or(() -> step.during().map(stage -> "during " + stage))
                .or(() -> step.after().map(stage -> "after " + stage))
                .orElse("on a rollback");
    }

    private static String task(Task task) {
        return switch (task) {
            case Task.Checks checks -> checks(checks.checks());
            case Task.Http http -> "http " + http.url();
            case Task.Job job -> "job " + job.from();
        };
    }

    private static String checks(List<Check> checks) {
        return checks.stream()
                .map(check -> check.metric() + " " + check.expect())
                .collect(Collectors.joining(", "));
    }

    private String routers() {
        return plan.routers().stream()
                .map(router -> router.name() + " (" + kind(router)
                        + (plan.splitters().contains(router) ? "" : ", not split") + ")")
                .collect(Collectors.joining(", "));
    }

    private static String trigger(Trigger trigger) {
        String times = trigger.consecutive() == 1 ? "" : ", " + trigger.consecutive() + " in a row";
        String name = trigger.name().equals(trigger.metric()) ? "" : trigger.name() + ": ";
        return name + trigger.metric() + " " + trigger.when() + times + " (" + word(trigger.reaction()) + ")";
    }

    private static String kind(Router router) {
        return switch (router) {
            case Router.Haproxy haproxy -> "haproxy " + haproxy.address();
            case Router.Envoy envoy -> "envoy " + envoy.admin();
            case Router.Http http -> "http " + http.url();
            case ClusterRouter.Istio istio -> "istio VirtualService " + istio.home() + "/" + istio.virtualService();
            case ClusterRouter.GatewayApi route -> route.kind().kind() + " " + route.home() + "/" + route.route();
            case ClusterRouter.NginxIngress nginx -> "nginx-ingress " + nginx.home() + "/" + nginx.ingress();
            case ClusterRouter.Service service ->
                "Service " + service.home() + "/" + service.service() + ", at 100% only";
            case CloudRouter.Alb alb -> "alb " + alb.rule();
            case CloudRouter.Cloudflare cloudflare -> "cloudflare load balancer " + cloudflare.loadBalancer();
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For programs; documented in docs/cli.md. */
    public ObjectNode document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("target", plan.target().toString());
        document.put("version", plan.version());
        document.put("speedup", plan.speedup().toString());
        document.put("planned", plan.plannedLength().toString());
        ArrayNode stages = document.putArray("stages");
        for (int i = 0; i < plan.stages().size(); i++) {
            stage(stages.addObject(), plan.stages().get(i), i);
        }
        document.put("validationEvery", plan.validationPeriod().toString());
        document.put("triggersEvery", plan.triggerPeriod().toString());
        ArrayNode triggers = document.putArray("triggers");
        plan.triggers().list().forEach(trigger -> trigger(triggers.addObject(), trigger));
        return document;
    }

    private void stage(ObjectNode node, Stage stage, int index) {
        node.put("name", stage.name().text());
        node.put("weight", stage.weight().toString());
        node.put("written", stage.duration().toString());
        node.put("planned", plan.durationOf(index).toString());
        node.put("gate", word(stage.gate()));
        ArrayNode checks = node.putArray("checks");
        for (Check check : plan.checks(index)) {
            checks.addObject()
                    .put("metric", check.metric().text())
                    .put("expect", check.expect().toString());
        }
    }

    private static void trigger(ObjectNode node, Trigger trigger) {
        node.put("name", trigger.name().text());
        node.put("metric", trigger.metric().text());
        node.put("when", trigger.when().toString());
        node.put("consecutive", trigger.consecutive());
        node.put("reaction", word(trigger.reaction()));
    }
}
