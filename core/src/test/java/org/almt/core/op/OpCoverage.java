package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.almt.core.Op;

/** Every op of a package has its checks: a class {@code XTest} beside it that extends {@link OpCheck} and uses X. */
public final class OpCoverage {
    private OpCoverage() {}

    /** Fails unless the package of {@code neighbour} has {@code count} ops, and each of them its checks. */
    public static void check(Class<?> neighbour, int count) throws Exception {
        List<Class<?>> ops = ops(neighbour);
        List<String> missing = new ArrayList<>();
        for (Class<?> op : ops) {
            String test = op.getName() + "Test";
            try {
                Constructor<?> constructor = Class.forName(test).getDeclaredConstructor();
                constructor.setAccessible(true);
                // OpCheck itself asserts that the cases use the op.
                if (!(constructor.newInstance() instanceof OpCheck check) || check.op() != op
                        || check.cases().isEmpty()) {
                    missing.add(test + " does not extend OpCheck with cases of " + op.getSimpleName());
                }
            } catch (ClassNotFoundException e) {
                missing.add(test + " is missing");
            }
        }
        assertEquals(List.of(), missing);
        assertEquals(count, ops.size(), "ops found: " + ops);
    }

    /** Every concrete subclass of {@link Op} among the compiled classes of a package. */
    static List<Class<?>> ops(Class<?> neighbour) throws Exception {
        Path root = Path.of(neighbour.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path folder = root.resolve(neighbour.getPackageName().replace('.', '/'));
        assertTrue(Files.isDirectory(folder), folder + " is not a folder of classes");
        List<Class<?>> ops = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.equals("package-info.class")) {
                    Class<?> type = Class.forName(
                            neighbour.getPackageName() + "." + name.substring(0, name.length() - 6));
                    if (Op.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
                        ops.add(type);
                    }
                }
            }
        }
        return ops;
    }
}
