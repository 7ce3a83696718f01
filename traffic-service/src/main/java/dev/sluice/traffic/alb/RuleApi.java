package dev.sluice.traffic.alb;

import dev.sluice.events.plan.CloudRouter;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.RouterFailure.Unreachable;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.readback.Deadline;
import dev.sluice.traffic.readback.Place;
import dev.sluice.traffic.readback.StampText;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2ClientBuilder;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/**
 * The calls to Elastic Load Balancing. AWS's client repeats none of them: who asked does, later, and each call ends with the
 * operation it belongs to. What AWS throttles or answers by 5xx may pass by itself; every other error of AWS will not.
 *
 * <p>Tags and weights are two calls each. A shift writes its stamp first, so that whoever fences on it is not passed by
 * weights that say nothing of their owner; a restore writes its weights first, so that nothing delays them.
 */
final class RuleApi implements Place<ForwardRule> {
    private static final String NO_CREDENTIALS = "Unable to load credentials";
    private final CloudRouter.Alb plan;
    private final AwsCredentialsProvider credentials;
    private final Duration limit;
    private @Nullable ElasticLoadBalancingV2Client client;

    RuleApi(CloudRouter.Alb plan, AwsCredentialsProvider credentials, Duration limit) {
        this.plan = plan;
        this.credentials = credentials;
        this.limit = limit;
    }

    @Override
    public ForwardRule read(Deadline deadline) throws RouterFailure {
        List<Action> actions = actions(deadline);
        Map<String, String> tags = new HashMap<>();
        call(
                        "DescribeTags",
                        deadline,
                        (elb, timed) -> elb.describeTags(
                                request -> request.resourceArns(plan.rule()).overrideConfiguration(timed)))
                .tagDescriptions()
                .forEach(description -> description.tags().forEach(tag -> tags.put(tag.key(), tag.value())));
        return ForwardRule.of(plan, actions, tags);
    }

    @Override
    public void shift(ForwardRule standing, Split split, Stamp stamp, Deadline deadline) throws RouterFailure {
        List<Action> actions = standing.shifted(split);
        tag(Map.of(ForwardRule.STAMP, StampText.of(stamp)), deadline);
        if (standing.latched()) {
            call(
                    "RemoveTags",
                    deadline,
                    (elb, timed) -> elb.removeTags(request -> request.resourceArns(plan.rule())
                            .tagKeys(ForwardRule.LATCH)
                            .overrideConfiguration(timed)));
        }
        modify(actions, deadline);
    }

    @Override
    public void restore(ForwardRule standing, Stamp stamp, Deadline deadline) throws RouterFailure {
        modify(standing.restored(CloudRouter.Alb.WEIGHT_MAX), deadline);
        tag(Map.of(ForwardRule.LATCH, StampText.of(stamp), ForwardRule.STAMP, StampText.of(stamp)), deadline);
    }

    /** Whether the plan names a rule; otherwise it names a listener, and means its default actions. */
    static boolean namesRule(CloudRouter.Alb plan) {
        return plan.rule().contains(":listener-rule/");
    }

    private List<Action> actions(Deadline deadline) throws RouterFailure {
        if (namesRule(plan)) {
            var rules = call(
                            "DescribeRules",
                            deadline,
                            (elb, timed) -> elb.describeRules(
                                    request -> request.ruleArns(plan.rule()).overrideConfiguration(timed)))
                    .rules();
            return one(rules).actions();
        }
        var listeners = call(
                        "DescribeListeners",
                        deadline,
                        (elb, timed) -> elb.describeListeners(
                                request -> request.listenerArns(plan.rule()).overrideConfiguration(timed)))
                .listeners();
        return one(listeners).defaultActions();
    }

    /** Actions alone: what isn't named, such as conditions and certificates, AWS leaves as it is. */
    private void modify(List<Action> actions, Deadline deadline) throws RouterFailure {
        if (namesRule(plan)) {
            call(
                    "ModifyRule",
                    deadline,
                    (elb, timed) -> elb.modifyRule(request ->
                            request.ruleArn(plan.rule()).actions(actions).overrideConfiguration(timed)));
        } else {
            call(
                    "ModifyListener",
                    deadline,
                    (elb, timed) -> elb.modifyListener(request -> request.listenerArn(plan.rule())
                            .defaultActions(actions)
                            .overrideConfiguration(timed)));
        }
    }

    private void tag(Map<String, String> tags, Deadline deadline) throws RouterFailure {
        List<Tag> all = tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        call(
                "AddTags",
                deadline,
                (elb, timed) -> elb.addTags(
                        request -> request.resourceArns(plan.rule()).tags(all).overrideConfiguration(timed)));
    }

    private <T> T one(List<T> found) throws Refused {
        if (found.size() != 1) {
            throw new Refused(plan.rule() + ": expected to find it once, found " + found.size());
        }
        return found.getFirst();
    }

    /** One request, with the time that it has. */
    @FunctionalInterface
    private interface Request<R> {
        R send(ElasticLoadBalancingV2Client elb, Consumer<AwsRequestOverrideConfiguration.Builder> timed);
    }

    /**
     * On a thread of its own, so that neither AWS's client, which takes an interrupt for its own time limit when both come at
     * once, nor the loading of its classes keeps the caller past its limit.
     */
    private <R> R call(String name, Deadline deadline, Request<R> request) throws RouterFailure {
        Duration left = deadline.left();
        if (!left.isPositive()) {
            throw new Unreachable(name + " was not sent: the time is up", new IOException("time is up"));
        }
        FutureTask<R> task = new FutureTask<>(() -> request.send(client(), timed -> timed.apiCallTimeout(left)));
        Thread.ofVirtual().name("elb " + name).start(task);
        try {
            return task.get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new Unreachable(name + " was interrupted", e);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new Unreachable(name + " at " + plan.region() + " did not end within its time", e);
        } catch (ExecutionException e) {
            throw failure(name, e.getCause());
        }
    }

    private RouterFailure failure(String name, @Nullable Throwable cause) {
        return switch (cause) {
            case AwsServiceException answered -> answer(name, answered);
            case SdkClientException e -> {
                String said = name + " at " + plan.region() + ": " + e.getMessage();
                yield said.contains(NO_CREDENTIALS) ? new Refused(said) : new Unreachable(said, e);
            }
            case null, default -> throw new IllegalStateException(name + " failed in an unknown way", cause);
        };
    }

    private RouterFailure answer(String name, AwsServiceException e) {
        String said = name + " of " + plan.rule() + ": "
                + Optional.ofNullable(e.awsErrorDetails())
                        .map(details -> details.errorCode() + ": " + details.errorMessage())
                        .orElse("status " + e.statusCode());
        return e.isThrottlingException() || e.statusCode() >= 500 ? new Unreachable(said, e) : new Refused(said);
    }

    /** Made at the first call: it loads several hundred classes. */
    private synchronized ElasticLoadBalancingV2Client client() {
        if (client == null) {
            ElasticLoadBalancingV2ClientBuilder builder = ElasticLoadBalancingV2Client.builder()
                    .region(Region.of(plan.region()))
                    .credentialsProvider(credentials)
                    .httpClientBuilder(UrlConnectionHttpClient.builder()
                            .connectionTimeout(limit)
                            .socketTimeout(limit))
                    .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()));
            plan.endpoint().ifPresent(builder::endpointOverride);
            client = builder.build();
        }
        return client;
    }

    synchronized void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
