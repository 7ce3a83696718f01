package dev.sluice.events.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.plan.Speedup;
import dev.sluice.events.wire.WireTypes;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Everything that travels says what it means. */
class GlossaryTest {
    @Test
    void everyTypeAndEveryComponentSaysItsMeaning() {
        Set<Class<?>> types = new LinkedHashSet<>();
        WireTypes.ALL.forEach(type -> collect(type.record(), types));
        assertThat(types).hasSizeGreaterThan(70);
        Set<String> silent = new TreeSet<>();
        for (Class<?> type : types) {
            if (Sources.of(type).summary().isBlank()) {
                silent.add(type.getSimpleName());
            }
            for (RecordComponent component :
                    type.isRecord() && isObject(type) ? type.getRecordComponents() : new RecordComponent[0]) {
                if (Glossary.meaning(component).isEmpty()) {
                    silent.add(type.getSimpleName() + "." + component.getName());
                }
            }
        }
        assertThat(silent).isEmpty();
    }

    private static boolean isObject(Class<?> type) {
        return type != Speedup.class && !type.getPackageName().endsWith(".value")
                || type.getSimpleName().equals("Requester")
                || type.getSimpleName().equals("SecretRef");
    }

    private static void collect(Type type, Set<Class<?>> types) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                collect(argument, types);
            }
            return;
        }
        Class<?> each = (Class<?>) type;
        if (!each.getName().startsWith("dev.sluice") || !types.add(each)) {
            return;
        }
        if (each.isSealed()) {
            for (Class<?> sub : each.getPermittedSubclasses()) {
                collect(sub, types);
            }
        }
        if (each.isRecord()) {
            for (RecordComponent component : each.getRecordComponents()) {
                collect(component.getGenericType(), types);
            }
        }
    }
}
