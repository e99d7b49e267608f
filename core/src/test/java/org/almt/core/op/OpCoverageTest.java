package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.almt.core.Op;
import org.junit.jupiter.api.Test;

/** Every op has its checks: a class {@code XTest} beside it that extends {@link OpCheck} and uses X. */
class OpCoverageTest {
    private static final int OPS = 32;

    @Test
    void everyOpHasItsChecks() throws Exception {
        List<Class<?>> ops = ops();
        List<String> missing = new ArrayList<>();
        for (Class<?> op : ops) {
            String test = op.getName() + "Test";
            try {
                Object instance = Class.forName(test).getDeclaredConstructor().newInstance();
                // That the cases really use the op is asserted by OpCheck itself.
                if (!(instance instanceof OpCheck check) || check.op() != op || check.cases().isEmpty()) {
                    missing.add(test + " does not extend OpCheck with cases of " + op.getSimpleName());
                }
            } catch (ClassNotFoundException e) {
                missing.add(test + " is missing");
            }
        }
        assertEquals(List.of(), missing);
        assertEquals(OPS, ops.size(), "ops found: " + ops);
    }

    /** Every concrete subclass of {@link Op} among the compiled classes of this package. */
    private static List<Class<?>> ops() throws IOException, URISyntaxException, ClassNotFoundException {
        Path root = Path.of(Ops.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path folder = root.resolve("org/almt/core/op");
        assertTrue(Files.isDirectory(folder), folder + " is not a folder of classes");
        List<Class<?>> ops = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.equals("package-info.class")) {
                    Class<?> type = Class.forName("org.almt.core.op." + name.substring(0, name.length() - 6));
                    if (Op.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
                        ops.add(type);
                    }
                }
            }
        }
        return ops;
    }
}
