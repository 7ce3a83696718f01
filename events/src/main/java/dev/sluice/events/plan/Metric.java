package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import java.util.Optional;

/**
 * A number that says how the candidate does: where it comes from, how it is read, and the unit the source gives it in.
 * Without {@code read} it is a template of the source's instrumentation, which gives both; a plan that exists has
 * filled them in.
 *
 * @param template the template's name, where it is not the metric's
 * @param window in place of the template's
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Metric(Name name, Name source, Optional<Name> template, Optional<Span> window, Unit unit, Reading read) {
    /** Until the plan knows the source, a template's metric has a unit and a reading that no source of templates takes. */
    private static final Reading NOT_YET = new Reading.Sample();

    public Metric {
        Require.present("name", name);
        Require.present("source", source);
        template = Require.orElse(template, Optional.empty());
        window = Require.orElse(window, Optional.empty());
        if (read == null) {
            Require.that(unit == null, "unit", "expected 'read' beside it: a template has a unit of its own");
            template = Optional.of(template.orElse(name));
        } else {
            Require.that(unit != null, "unit", "is missing");
            Require.that(template.isEmpty(), "template", "expected it or 'read', found both");
            Require.that(window.isEmpty(), "window", "expected it in 'read'");
        }
        unit = Require.orElse(unit, Unit.COUNT);
        read = Require.orElse(read, NOT_YET);
    }

    public Metric(Name name, Name source, Unit unit, Reading read) {
        this(name, source, Optional.empty(), Optional.empty(), unit, read);
    }
}
