package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.SecretRef;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** A load balancer that a cloud runs, reached through its public API. */
public sealed interface CloudRouter extends Router {
    /**
     * The forward action of a listener's rule of an AWS Application Load Balancer, with a target group for each version.
     * Credentials come from the environment of traffic-service, as AWS's own chain finds them.
     *
     * @param region such as {@code eu-central-1}
     * @param rule the rule's ARN; a listener's own ARN means its default rule
     * @param stableTargetGroup ARN
     * @param candidateTargetGroup ARN
     * @param endpoint another address of the API, such as that of a private endpoint
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Alb(
            Name name,
            boolean splits,
            String region,
            String rule,
            String stableTargetGroup,
            String candidateTargetGroup,
            Optional<URI> endpoint)
            implements CloudRouter {
        /** The most that AWS takes as the weight of a target group. */
        public static final int WEIGHT_MAX = 999;

        private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d");
        private static final String ARN = "arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\\d{12}:";
        private static final Pattern RULE = Pattern.compile(ARN + "listener(-rule)?/app/[A-Za-z0-9/-]+");
        private static final Pattern GROUP = Pattern.compile(ARN + "targetgroup/[A-Za-z0-9/-]+");

        public Alb {
            Require.present("name", name);
            Require.matching("region", region, REGION, "a region of AWS, such as eu-central-1");
            Require.matching("rule", rule, RULE, "the ARN of an Application Load Balancer's listener or listener rule");
            Require.matching("stableTargetGroup", stableTargetGroup, GROUP, "the ARN of a target group");
            Require.matching("candidateTargetGroup", candidateTargetGroup, GROUP, "the ARN of a target group");
            Require.that(
                    !stableTargetGroup.equals(candidateTargetGroup),
                    "candidateTargetGroup",
                    "expected another target group than stable's");
            endpoint = Require.orElse(endpoint, Optional.empty());
            endpoint.ifPresent(url -> Urls.http("endpoint", url));
        }
    }

    /**
     * A load balancer of Cloudflare that steers at random between two pools.
     *
     * @param zone the zone's identifier
     * @param loadBalancer the load balancer's identifier
     * @param stablePool a pool's identifier
     * @param candidatePool a pool's identifier
     * @param token an API token that may edit the zone's load balancers
     * @param url another address of the API
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Cloudflare(
            Name name,
            boolean splits,
            String zone,
            String loadBalancer,
            String stablePool,
            String candidatePool,
            SecretRef token,
            Optional<URI> url)
            implements CloudRouter {
        private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
        private static final String EXPECTED = "an identifier of Cloudflare, 32 hexadecimal digits";

        public Cloudflare {
            Require.present("name", name);
            Require.matching("zone", zone, ID, EXPECTED);
            Require.matching("loadBalancer", loadBalancer, ID, EXPECTED);
            Require.matching("stablePool", stablePool, ID, EXPECTED);
            Require.matching("candidatePool", candidatePool, ID, EXPECTED);
            Require.that(!stablePool.equals(candidatePool), "candidatePool", "expected another pool than stable's");
            Require.present("token", token);
            url = Require.orElse(url, Optional.empty());
            url.ifPresent(address -> Urls.http("url", address));
        }
    }
}
