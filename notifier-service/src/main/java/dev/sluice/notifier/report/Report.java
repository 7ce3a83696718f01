package dev.sluice.notifier.report;

import dev.sluice.events.journal.RollbackTimes;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Stage;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RollbackStory;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.StageStory;
import dev.sluice.events.value.Weight;
import dev.sluice.notifier.text.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The report of a rollout in Markdown: overview, goals against results, stages as planned and as they went, the rollback
 * where there was one, and every event. It holds nothing but what the journal says; what it doesn't say is "not known".
 */
public final class Report {
    private final RolloutState rollout;
    private final Plan plan;
    private final Chronicle chronicle;
    private final Words words;
    private final Markdown out = new Markdown();

    private Report(Chronicle chronicle, Words words) {
        this.rollout = chronicle.rollout();
        this.plan = rollout.plan();
        this.chronicle = chronicle;
        this.words = words;
    }

    public static String of(Chronicle chronicle, Words words) {
        Report report = new Report(chronicle, words);
        report.overview();
        report.goals();
        report.stages();
        report.rollout.rollback().ifPresent(report::rollback);
        report.timeline();
        report.people();
        return report.out.toString();
    }

    private void overview() {
        String title = rollout.rollback().isPresent() ? "report.title.rollback" : "report.title";
        out.title(words.get(title, Map.of("application", plan.target().application(), "version", plan.version())));
        out.section(words.get("report.overview"))
                .item(words.get("report.target"), plan.target().toString())
                .item(words.get("report.rollout"), rollout.id().text())
                .item(words.get("report.version"), plan.version())
                .item(words.get("report.stable"), words.orUnknown(plan.stableVersion()))
                .item(words.get("report.requested"), requested())
                .item(words.get("report.ended"), end().map(words::time).orElse(words.get("report.open")))
                .item(words.get("report.duration"), taken())
                .item(words.get("report.outcome"), outcome())
                .item(words.get("report.users"), words.get("report.users.text", Map.of("share", largestShare())));
    }

    private String requested() {
        String who = words.get("report.by", Map.of("by", rollout.by().who()));
        String why = rollout.by().reason().isEmpty() ? "" : ": " + rollout.by().reason();
        return words.time(rollout.requestedAt()) + ", " + who + why;
    }

    private String taken() {
        String planned = words.get(
                "report.planned", Map.of("planned", plan.plannedLength().toString()));
        Instant until = end().orElse(chronicle.upTo());
        return words.duration(Duration.between(rollout.requestedAt(), until)) + " (" + planned + ")";
    }

    private Optional<Instant> end() {
        return rollout.phase() instanceof Phase.Finished finished ? Optional.of(finished.at()) : Optional.empty();
    }

    private String outcome() {
        if (!(rollout.phase() instanceof Phase.Finished finished)) {
            return words.get("outcome.open", Map.of("phase", rollout.phase().word()));
        }
        String reason = finished.reason().isEmpty() ? "" : " (" + finished.reason() + ")";
        return words.get("outcome." + finished.outcome().text()) + reason;
    }

    private String largestShare() {
        return rollout.stages().stream()
                .filter(story -> story.switchedAt().isPresent())
                .map(story -> plan.stages().get(story.stage()).weight())
                .max(Comparator.naturalOrder())
                .orElse(Weight.ZERO)
                .toString();
    }

    private void goals() {
        out.section(words.get("report.goals"))
                .table(
                        List.of(
                                words.get("report.metric"),
                                words.get("report.goal"),
                                words.get("report.result"),
                                words.get("report.verdict")),
                        new Goals(rollout, words).rows());
    }

    private void stages() {
        out.section(words.get("report.stages"))
                .table(
                        List.of(
                                words.get("report.stage"),
                                words.get("report.plannedTime"),
                                words.get("report.actualTime"),
                                words.get("report.share"),
                                words.get("report.status"),
                                words.get("report.remark")),
                        IntStream.range(0, plan.stages().size())
                                .mapToObj(this::stageRow)
                                .toList());
    }

    private List<String> stageRow(int number) {
        Stage stage = plan.stages().get(number);
        Optional<StageStory> story =
                rollout.stages().stream().filter(told -> told.stage() == number).findFirst();
        return List.of(
                (number + 1) + " " + stage.name(),
                plan.durationOf(number).toString(),
                story.map(this::actual).orElse("-"),
                stage.weight().toString(),
                words.get("report.status." + story.map(this::status).orElse("never")),
                story.flatMap(StageStory::remark).orElse(""));
    }

    private String actual(StageStory story) {
        Instant until = story.endedAt().orElse(chronicle.upTo());
        return words.duration(Duration.between(story.startedAt(), until));
    }

    private String status(StageStory story) {
        if (story.endedAt().isEmpty()) {
            return "running";
        }
        return story.remark().isPresent() ? "failed" : "done";
    }

    private void rollback(RollbackStory story) {
        out.section(words.get("report.rollback"))
                .item(
                        words.get("report.trigger"),
                        story.trigger() + ", " + story.by().who())
                .item(
                        words.get("report.reason"),
                        words.orUnknown(Optional.of(story.by().reason())))
                .item(words.get("report.requested"), words.exact(story.requestedAt()))
                .item(
                        words.get("report.breachToRestored"),
                        words.orUnknown(story.completed()
                                .flatMap(times -> times.breachAt().map(at -> between(at, times)))))
                .item(
                        words.get("report.requestToRestored"),
                        words.orUnknown(story.completed().map(times -> between(times.requestedAt(), times))))
                .item(
                        words.get("report.verified"),
                        words.orUnknown(story.verifiedAt().map(words::exact)));
        story.failed().ifPresent(why -> out.item(words.get("report.failure"), why));
        if (!story.checks().isEmpty()) {
            out.paragraph("")
                    .table(
                            List.of(words.get("report.check"), words.get("report.verdict"), words.get("report.seen")),
                            story.checks().stream().map(this::check).toList());
        }
    }

    private String between(Instant from, RollbackTimes times) {
        return words.duration(Duration.between(from, times.restoredAt()));
    }

    private List<String> check(Verification check) {
        return List.of(check.what(), words.get(check.verified() ? "report.yes" : "report.no"), check.detail());
    }

    private void timeline() {
        out.section(words.get("report.timeline"));
        if (chronicle.events().isEmpty()) {
            out.paragraph(words.get("report.noTimeline"));
            return;
        }
        out.table(
                List.of(words.get("report.time"), words.get("report.event")),
                chronicle.events().stream()
                        .map(recorded -> List.of(words.exact(recorded.meta().time()), Line.of(recorded, words)))
                        .toList());
    }

    private void people() {
        if (!plan.people().contacts().isEmpty()) {
            out.section(words.get("report.contacts"));
            plan.people().contacts().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(contact -> out.item(contact.getKey(), contact.getValue()));
        }
        out.paragraph("").paragraph(words.get("report.generated", Map.of("at", words.time(chronicle.upTo()))));
    }
}
