package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

/** No method of {@link Ops} throws a bare NullPointerException for a null tensor. */
class OpsNullTest {
    @Test
    void everyOpRefusesNullInWords() throws ReflectiveOperationException {
        List<String> bare = new ArrayList<>();
        int tried = 0;
        for (Method method : Ops.class.getMethods()) {
            if (Modifier.isStatic(method.getModifiers())) {
                for (int i = 0; i < method.getParameterCount(); i++) {
                    Class<?> type = method.getParameterTypes()[i];
                    if (type == Tensor.class || type == Tensor[].class || type == Indices.class) {
                        tried++;
                        String message = messageFor(method, i);
                        if (message != null) {
                            bare.add(method.getName() + Arrays.toString(method.getParameterTypes()) + " argument " + i
                                    + ": " + message);
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), bare);
        assertTrue(tried > 100, tried + " tried");
    }

    /** What is wrong with the exception for null in this place. Null if nothing is. */
    private static String messageFor(Method method, int place) throws ReflectiveOperationException {
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = i == place ? missing(method.getParameterTypes()[i]) : some(method.getParameterTypes()[i]);
        }
        try {
            method.invoke(null, arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof NullPointerException && (cause.getMessage() == null
                    || cause.getMessage().startsWith("Cannot "))) {
                return cause.getMessage() + " at " + cause.getStackTrace()[0];
            }
        }
        return null;
    }

    private static Object missing(Class<?> type) {
        return type == Tensor[].class ? new Tensor[] {Tensor.zeros(2, 2), null} : null;
    }

    /** An argument that fits some ops. The exceptions of other ops about it do not matter. */
    private static Object some(Class<?> type) {
        if (type == Tensor.class) {
            return Tensor.full(1, 2, 2);
        }
        if (type == Tensor[].class) {
            return new Tensor[] {Tensor.full(1, 2, 2), Tensor.full(1, 2, 2)};
        }
        if (type == Indices.class) {
            return Indices.zeros(2);
        }
        if (type == int.class) {
            return 1;
        }
        if (type == float.class) {
            return 0.5f;
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == int[].class) {
            return new int[] {2, 2};
        }
        if (type == ConvOptions.class) {
            return ConvOptions.PLAIN;
        }
        if (type == DropoutSource.class) {
            return new DropoutSource(1);
        }
        return null;
    }
}
