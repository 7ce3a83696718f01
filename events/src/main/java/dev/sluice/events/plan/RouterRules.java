package dev.sluice.events.plan;

import dev.sluice.events.value.Require;
import dev.sluice.events.value.Weight;
import java.util.List;

/** What each kind of router can do: a plan that asks it for more is refused, naming the stage and the router. */
final class RouterRules {
    private RouterRules() {}

    static void check(List<Router> splitters, List<Stage> stages) {
        for (int i = 0; i < stages.size(); i++) {
            for (Router router : splitters) {
                share("stages[" + i + "].weight", router, stages.get(i).weight());
                if (stages.get(i).header().isPresent()) {
                    header("stages[" + i + "].header", router);
                }
            }
        }
    }

    private static void share(String field, Router router, Weight weight) {
        switch (router) {
            case Router.Haproxy haproxy
            when haproxy.weights().isPresent() ->
                serverWeights(field, router, weight, haproxy.weights().get());
            case Router.Haproxy haproxy -> wholePercent(field, router, weight);
            case Router.Http http -> wholePercent(field, router, weight);
        }
    }

    private static void wholePercent(String field, Router router, Weight weight) {
        Require.that(
                weight.wholePercent(),
                field,
                "expected a whole percentage, which router " + router.name() + " takes, found " + weight);
    }

    private static void serverWeights(String field, Router router, Weight weight, Router.Weights servers) {
        int stable = servers.stable().size();
        int candidate = servers.candidate().size();
        ServerWeights needed = ServerWeights.least(weight, stable, candidate);
        Require.that(
                ServerWeights.exact(weight, stable, candidate).isPresent(),
                field,
                "expected a share that router " + router.name() + " can express exactly: " + weight + " over " + stable
                        + " stable and " + candidate + " candidate servers needs the weights " + needed.stable()
                        + " and "
                        + needed.candidate() + ", and HAProxy takes at most " + ServerWeights.MAX);
    }

    private static void header(String field, Router router) {
        boolean can =
                switch (router) {
                    case Router.Haproxy haproxy -> haproxy.map().isPresent();
                    case Router.Http http -> true;
                };
        Require.that(can, field, "can't be done by router " + router.name() + " without a map: expected its field map");
    }
}
