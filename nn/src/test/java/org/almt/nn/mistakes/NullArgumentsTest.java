package org.almt.nn.mistakes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.almt.core.Leaves;
import org.almt.core.op.Checks;
import org.almt.core.op.Gemm;
import org.almt.core.random.Philox;
import org.almt.core.random.RandomStream;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.NearbyFiles;
import org.almt.nn.checkpoint.Unfinished;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Null for arguments that do not allow it, for the whole interface of {@code core} and {@code nn}. An exception of the
 * JVM, such as 'Cannot invoke "Layer.parameters()"', names no argument of the caller.
 */
class NullArgumentsTest {
    /** Packages that users call. The others are not exported, or state that they check nothing. */
    private static final List<String> PACKAGES = List.of("core", "core/op", "core/random", "nn", "nn/bert",
            "nn/checkpoint", "nn/checkpoint/format", "nn/checkpoint/safetensors", "nn/data", "nn/layer", "nn/optim",
            "nn/text");

    /** Not for users: inner loops, and helpers of this library's file writers. */
    private static final Set<Class<?>> LEFT_OUT =
            Set.of(Gemm.class, Philox.class, RandomStream.class, AtomicFiles.class,
                    Unfinished.class, CheckpointException.class, Leaves.class, Checks.class, NearbyFiles.class);

    /** Classes for which no example could be made. */
    private static final Set<String> NO_EXAMPLE = Set.of("BertTokenizer", "LowRankFusion", "ProgramExplanation",
            "SafeTensors", "ShardedSafeTensors");

    private final List<Class<?>> classes = classes();
    private final Examples examples = new Examples(classes);
    private final Set<String> noExample = new TreeSet<>();
    private int tried;

    @Test
    void everyArgumentIsNamed() throws ReflectiveOperationException {
        List<String> bare = new ArrayList<>();
        for (Class<?> each : classes) {
            if (!LEFT_OUT.contains(each)) {
                for (Executable door : doors(each)) {
                    for (int i = 0; i < door.getParameterCount(); i++) {
                        if (!mayBeNull(door, i)) {
                            String answer = answerToNull(each, door, i);
                            if (answer != null) {
                                bare.add(each.getSimpleName() + "." + door.getName() + ", argument " + i + ": "
                                        + answer);
                            }
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), bare);
        assertTrue(tried > 450, tried + " arguments were tried");
        assertEquals(new TreeSet<>(NO_EXAMPLE), noExample);
    }

    private static boolean mayBeNull(Executable door, int place) {
        return door.getParameterTypes()[place].isPrimitive()
                || door.getAnnotatedParameterTypes()[place].isAnnotationPresent(Nullable.class);
    }

    private @Nullable String answerToNull(Class<?> type, Executable door, int place)
            throws ReflectiveOperationException {
        Object self = null;
        if (door instanceof Method method && !Modifier.isStatic(method.getModifiers())) {
            self = examples.fresh(type);
            if (self == null) {
                noExample.add(type.getSimpleName());
                return null;
            }
        }
        Object[] arguments = examples.arguments(door);
        arguments[place] = null;
        tried++;
        try {
            if (door instanceof Constructor<?> constructor) {
                constructor.newInstance(arguments);
            } else {
                ((Method) door).invoke(self, arguments);
            }
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof NullPointerException
                    && (cause.getMessage() == null || cause.getMessage().startsWith("Cannot "))) {
                return cause.getMessage() + " at " + cause.getStackTrace()[0];
            }
        }
        return null;
    }

    private static List<Executable> doors(Class<?> type) {
        List<Executable> doors = new ArrayList<>();
        if (!Modifier.isAbstract(type.getModifiers())) {
            doors.addAll(Arrays.asList(type.getConstructors()));
        }
        for (Method method : type.getDeclaredMethods()) {
            int modifiers = method.getModifiers();
            if (Modifier.isPublic(modifiers) && !method.isSynthetic() && !method.getName().equals("equals")
                    && (!type.isInterface() || Modifier.isStatic(modifiers))) {
                doors.add(method);
            }
        }
        doors.sort((a, b) -> a.toString().compareTo(b.toString()));
        return doors;
    }

    private static List<Class<?>> classes() {
        List<Class<?>> classes = new ArrayList<>();
        for (String name : PACKAGES) {
            String module = name.startsWith("core") ? "../core" : "../nn";
            Path folder = Path.of(module, "src/main/java/org/almt", name);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                    String simple = file.getFileName().toString().replace(".java", "");
                    if (Files.isRegularFile(file) && !simple.equals("package-info")) {
                        add(Class.forName("org.almt." + name.replace('/', '.') + "." + simple), classes);
                    }
                }
            } catch (IOException | ClassNotFoundException e) {
                throw new IllegalStateException("the sources of " + name, e);
            }
        }
        return classes;
    }

    private static void add(Class<?> type, List<Class<?>> classes) {
        if (Modifier.isPublic(type.getModifiers())) {
            classes.add(type);
            Arrays.stream(type.getDeclaredClasses()).sorted((a, b) -> a.getName().compareTo(b.getName()))
                    .forEach(inner -> add(inner, classes));
        }
    }
}
