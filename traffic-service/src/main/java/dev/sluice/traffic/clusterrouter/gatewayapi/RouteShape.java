package dev.sluice.traffic.clusterrouter.gatewayapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.ClusterRouter;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.clusterrouter.Conditions;
import dev.sluice.traffic.clusterrouter.Conditions.Condition;
import dev.sluice.traffic.clusterrouter.Shape;
import dev.sluice.traffic.clusterrouter.Tree;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The rules of a route. What a header or a cookie sends to the candidate is a rule of its own, right before the one that
 * it is a copy of. It has a name only where that one has: older releases of the API know no names and would drop it.
 */
record RouteShape(ClusterRouter.GatewayApi plan) implements Shape {
    private static final int RULES_MAX = 16;

    @Override
    public Weight share(ObjectNode object, Weight written) throws Refused {
        return rules(object).stream()
                .map(Rule::share)
                .max(Comparator.comparingInt(share -> Math.abs(share.basisPoints() - written.basisPoints())))
                .orElse(Weight.ZERO);
    }

    @Override
    public boolean open(ObjectNode object) {
        return !added(object).isEmpty();
    }

    @Override
    public ObjectNode split(ObjectNode object, Split split) throws Refused {
        ObjectNode next = object.deepCopy();
        removeAdded(next);
        List<Condition> conditions = Conditions.of(split);
        for (Rule rule : rules(next)) {
            rule.split(split.candidate());
            mirror(rule, split.mirror().isPresent());
            add(next, rule, conditions);
        }
        int rules = next.path("spec").path("rules").size();
        if (rules > RULES_MAX) {
            throw new Refused("the route would have " + rules + " rules with those for a header or a cookie, and the"
                    + " Gateway API allows " + RULES_MAX);
        }
        return next;
    }

    @Override
    public ObjectNode restored(ObjectNode object) throws Refused {
        ObjectNode next = object.deepCopy();
        removeAdded(next);
        for (Rule rule : rules(next)) {
            rule.restore();
            mirror(rule, false);
        }
        return next;
    }

    private List<Rule> rules(ObjectNode object) throws Refused {
        List<Rule> rules = selected(object);
        if (rules.isEmpty()) {
            throw new Refused("the " + plan.kind().kind() + " has no rule"
                    + (plan.rules().isEmpty() ? "" : " named " + plan.rules()) + ", expected one that leads to "
                    + plan.stable().service());
        }
        return rules;
    }

    private List<Rule> selected(ObjectNode object) {
        List<ObjectNode> added = added(object);
        List<Rule> rules = new ArrayList<>();
        int index = 0;
        for (ObjectNode node : Tree.objects(object.path("spec").path("rules"))) {
            if (added.stream().noneMatch(each -> each == node)) {
                Optional<String> name = Tree.text(node, "name");
                Rule rule = new Rule(node, name.orElse(String.valueOf(index++)), plan);
                if (plan.rules().isEmpty()
                        ? rule.leads()
                        : name.filter(plan.rules()::contains).isPresent()) {
                    rules.add(rule);
                }
            }
        }
        return rules;
    }

    /** The rules that shifts of this router added: by their names, and those without by what they are a copy of. */
    private List<ObjectNode> added(ObjectNode object) {
        List<ObjectNode> nodes = Tree.objects(object.path("spec").path("rules"));
        List<ObjectNode> added = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            ObjectNode node = nodes.get(i);
            Optional<String> name = Tree.text(node, "name");
            boolean named = name.filter(text -> text.startsWith(Conditions.PREFIX))
                    .filter(text ->
                            plan.rules().isEmpty() || plan.rules().contains(text.substring(Conditions.PREFIX.length())))
                    .isPresent();
            boolean copied =
                    name.isEmpty() && plan.rules().isEmpty() && i + 1 < nodes.size() && copies(node, nodes.get(i + 1));
            if (new Rule(node, "", plan).leads() && (named || copied)) {
                added.add(node);
            }
        }
        return added;
    }

    /** Whether one leads to one of ours alone, by the matches of the other with one header more. */
    private boolean copies(ObjectNode node, ObjectNode original) {
        List<ObjectNode> refs = new Rule(node, "", plan).refs();
        Rule next = new Rule(original, "", plan);
        boolean both = next.refs().stream().anyMatch(next::stable)
                && !next.candidates().isEmpty();
        if (refs.size() != 1 || !both || !node.path("matches").isArray()) {
            return false;
        }
        List<ObjectNode> originals = matches(original);
        return Tree.objects(node.path("matches")).stream().allMatch(match -> {
            ObjectNode shorter = match.deepCopy();
            if (!(shorter.path("headers") instanceof ArrayNode headers) || headers.isEmpty()) {
                return false;
            }
            headers.remove(headers.size() - 1);
            if (headers.isEmpty()) {
                shorter.remove("headers");
            }
            return originals.contains(shorter);
        });
    }

    private static List<ObjectNode> matches(ObjectNode rule) {
        List<ObjectNode> matches = Tree.objects(rule.path("matches"));
        return matches.isEmpty() ? List.of(rule.objectNode()) : matches;
    }

    private void removeAdded(ObjectNode object) {
        List<ObjectNode> added = added(object);
        if (object.path("spec").path("rules") instanceof ArrayNode rules) {
            for (int i = rules.size() - 1; i >= 0; i--) {
                JsonNode node = rules.get(i);
                if (added.stream().anyMatch(each -> each == node)) {
                    rules.remove(i);
                }
            }
        }
    }

    private void add(ObjectNode object, Rule rule, List<Condition> conditions) throws Refused {
        if (conditions.isEmpty() || !(object.path("spec").path("rules") instanceof ArrayNode rules)) {
            return;
        }
        ObjectNode copy = rule.node().deepCopy();
        Tree.text(copy, "name").ifPresent(name -> copy.put("name", Conditions.PREFIX + name));
        ObjectNode candidate = rule.candidates().getFirst().deepCopy();
        candidate.put("weight", 1);
        copy.putArray("backendRefs").add(candidate);
        mirror(new Rule(copy, rule.label(), plan), false);
        ArrayNode extended = copy.putArray("matches");
        for (ObjectNode match : matches(rule.node())) {
            for (Condition condition : conditions) {
                extended.add(extended(match, condition, rule.label()));
            }
        }
        Tree.insertBefore(rules, rule.node(), copy);
    }

    private static ObjectNode extended(ObjectNode match, Condition condition, String label) throws Refused {
        ObjectNode copy = match.deepCopy();
        ArrayNode headers = copy.path("headers") instanceof ArrayNode there ? there : copy.putArray("headers");
        if (Tree.objects(headers).stream()
                .anyMatch(header -> header.path("name").asText().equalsIgnoreCase(condition.header()))) {
            throw new Refused("rule " + label + " already matches the header " + condition.header()
                    + " itself: a split by it would change what that means");
        }
        headers.addObject()
                .put("type", condition.regex() ? "RegularExpression" : "Exact")
                .put("name", condition.header())
                .put("value", condition.value());
        return copy;
    }

    /** Copies of all requests, by a filter of its own; filters that mirror to others stay. */
    private void mirror(Rule rule, boolean wanted) {
        ArrayNode filters = rule.node().path("filters") instanceof ArrayNode there
                ? there
                : rule.node().arrayNode();
        boolean has = false;
        for (int i = filters.size() - 1; i >= 0; i--) {
            if (rule.candidate(filters.get(i).path("requestMirror").path("backendRef"))) {
                has = true;
                if (!wanted) {
                    filters.remove(i);
                }
            }
        }
        if (wanted && !has) {
            ObjectNode candidate = rule.candidates().getFirst();
            ObjectNode filter = filters.addObject().put("type", "RequestMirror");
            ObjectNode ref = filter.putObject("requestMirror").putObject("backendRef");
            ref.put("name", candidate.path("name").asText());
            ref.set("port", candidate.path("port"));
            rule.node().set("filters", filters);
        } else if (has && !wanted && filters.isEmpty()) {
            rule.node().remove("filters");
        }
    }
}
