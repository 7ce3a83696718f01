package dev.sluice.traffic;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;

/** Objects that only the container makes, from packages in which tests of this module have no business. */
public final class Made {
    private Made() {}

    public static <T> T of(Class<T> type, Object... arguments) {
        for (Constructor<?> each : type.getDeclaredConstructors()) {
            if (each.getParameterCount() == arguments.length) {
                try {
                    each.setAccessible(true);
                    return type.cast(each.newInstance(arguments));
                } catch (InvocationTargetException e) {
                    throw new AssertionError(type + " can't be made", e.getCause());
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(type + " can't be made", e);
                }
            }
        }
        throw new AssertionError(type + " has no constructor with " + arguments.length + " arguments");
    }
}
