package org.almt.nn.mistakes;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.almt.core.Graph;
import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Parameters;
import org.jspecify.annotations.Nullable;

/** An object of any class, made by a constructor or static method that accepts examples of its arguments. */
final class Examples {
    private static final Map<Class<?>, Object> SIMPLE = Map.ofEntries(Map.entry(int.class, 2),
            Map.entry(long.class, 2L), Map.entry(float.class, 0.5f), Map.entry(double.class, 0.5),
            Map.entry(boolean.class, false), Map.entry(short.class, (short) 2), Map.entry(byte.class, (byte) 2),
            Map.entry(char.class, 'x'), Map.entry(String.class, "x"), Map.entry(CharSequence.class, "x"),
            Map.entry(Object.class, "x"), Map.entry(Path.class, Path.of("target/no-such-file")));

    private final List<Class<?>> classes;
    private final Map<Class<?>, Object> made = new HashMap<>();
    private final Set<Class<?>> making = new HashSet<>();

    /** For an abstract type, one of {@code classes} is made. */
    Examples(List<Class<?>> classes) {
        this.classes = classes;
    }

    /** An object that no call has changed. */
    @Nullable
    Object fresh(Class<?> type) {
        made.remove(type);
        return of(type);
    }

    Object[] arguments(Executable door) {
        return Arrays.stream(door.getParameterTypes()).map(this::of).toArray();
    }

    private @Nullable Object of(Class<?> type) {
        if (SIMPLE.containsKey(type)) {
            return SIMPLE.get(type);
        } else if (type == Tensor.class) {
            return Tensor.full(1, 2, 2).requiresGrad(true);
        } else if (type == Graph.class) {
            return Graph.of(Ops.sum(Tensor.full(1, 2).requiresGrad(true)));
        } else if (type == Parameters.class) {
            return Parameters.of(Refusal.linear(2, 2));
        } else if (type == Indices.class) {
            return Indices.zeros(2);
        } else if (type == List.class || type == Collection.class || type == Iterable.class) {
            return new ArrayList<>();
        } else if (type == Map.class) {
            return new LinkedHashMap<>();
        } else if (type == Set.class) {
            return new LinkedHashSet<>();
        } else if (type.isArray()) {
            return array(type.getComponentType());
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        } else if (type.isInterface()
                && (type.isAnnotationPresent(FunctionalInterface.class) || !type.getName().startsWith("org.almt"))) {
            return Proxy.newProxyInstance(Examples.class.getClassLoader(), new Class<?>[] {type}, function());
        } else if (!type.getName().startsWith("org.almt")) {
            return null;
        }
        if (!made.containsKey(type) && making.add(type)) {
            made.put(type, make(type));
            making.remove(type);
        }
        return made.get(type);
    }

    private Object array(Class<?> of) {
        Object element = of(of);
        Object array = Array.newInstance(of, element == null ? 0 : 2);
        for (int i = 0; i < Array.getLength(array); i++) {
            Array.set(array, i, element);
        }
        return array;
    }

    /** A function that returns its first argument, or an example of what it should. */
    private InvocationHandler function() {
        return (proxy, method, arguments) -> {
            Class<?> result = method.getReturnType();
            return result == void.class ? null
                    : result == Object.class && arguments != null && arguments.length > 0 ? arguments[0]
                    : of(result);
        };
    }

    private @Nullable Object make(Class<?> type) {
        List<Executable> ways = new ArrayList<>();
        if (!Modifier.isAbstract(type.getModifiers())) {
            ways.addAll(Arrays.asList(type.getConstructors()));
        }
        for (Method method : type.getMethods()) {
            if (Modifier.isStatic(method.getModifiers()) && type.isAssignableFrom(method.getReturnType())) {
                ways.add(method);
            }
        }
        ways.sort((a, b) -> a.toString().compareTo(b.toString()));
        for (Executable way : ways) {
            try {
                Object[] arguments = arguments(way);
                return way instanceof Constructor<?> constructor
                        ? constructor.newInstance(arguments)
                        : ((Method) way).invoke(null, arguments);
            } catch (ReflectiveOperationException | RuntimeException e) {
                // This constructor or method does not accept these arguments. Another one may.
            }
        }
        for (Class<?> sub : classes) {
            if (sub != type && type.isAssignableFrom(sub)) {
                Object one = of(sub);
                if (one != null) {
                    return one;
                }
            }
        }
        return null;
    }
}
