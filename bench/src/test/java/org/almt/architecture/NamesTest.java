package org.almt.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A name means one thing: no two classes in different packages share it. */
class NamesTest {
    private static final Set<String> ONE_A_PACKAGE = Set.of("package-info", "module-info");

    @Test
    void namesAreUsedOnce() {
        Map<String, Long> uses = Arrays.stream(House.values())
                .flatMap(module -> Stream.concat(module.mainSources().stream(), module.testSources().stream()))
                .map(NamesTest::name).filter(name -> !ONE_A_PACKAGE.contains(name))
                .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        assertTrue(uses.size() > 800, uses.size() + " classes seen");
        Set<String> twice = new HashSet<>(uses.keySet());
        twice.removeIf(name -> uses.get(name) == 1);
        assertEquals(Set.of(), twice);
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }
}
