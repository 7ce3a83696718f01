package dev.sluice.notifier.text;

import dev.sluice.events.alert.Alert;
import dev.sluice.events.plan.People;
import dev.sluice.notifier.domain.Kind;
import dev.sluice.notifier.domain.Notice;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;

/** Puts notices into words, in the language of the plan; without a plan, in English. */
public final class Wording {
    private final URI site;
    private final Map<People.Language, Map<Kind, Template>> templates = new EnumMap<>(People.Language.class);

    /** Reads every template; one that is missing is an exception now, not in an emergency. */
    public Wording(URI site) {
        this.site = site;
        for (People.Language language : People.Language.values()) {
            Map<Kind, Template> all = new EnumMap<>(Kind.class);
            for (Kind kind : Kind.values()) {
                all.put(kind, template(language, kind));
            }
            templates.put(language, all);
        }
    }

    public Alert say(Notice notice) {
        People.Language language = notice.rollout()
                .map(rollout -> rollout.plan().people().language())
                .orElse(People.Language.ENGLISH);
        Words words = Words.of(language);
        Template template = templates.getOrDefault(language, Map.of()).get(notice.kind());
        if (template == null) {
            throw new IllegalStateException("no template for " + notice.kind());
        }
        Map<String, String> fields = Fields.of(notice, words, site);
        return notice.alert(
                Template.fill(template.title(), fields, words.unknown()),
                Template.fill(template.body(), fields, words.unknown()));
    }

    static Template template(People.Language language, Kind kind) {
        return Template.load("templates/" + Words.of(language).code() + "/" + kind.template() + ".txt");
    }
}
