package org.almt.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of strangers, changed at random: each is read, or refused with a sentence, in bounded time and memory. */
class FuzzTest {
    private static final long SEED = Long.getLong("almt.fuzz.seed", 20260730);
    private static final int INPUTS = Integer.getInteger("almt.fuzz.inputs", 1_000);

    /** Over all readers. */
    private static final long GUIDED = Long.getLong("almt.fuzz.guided", 6_000);

    /** Stays after the test. */
    private static final Path FOUND = Path.of("target", "fuzz-found").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void everyReader() throws IOException {
        Fuzz fuzz = new Fuzz(folder, FOUND);
        List<Target> targets = Targets.all();
        for (Target target : targets) {
            for (byte[] seed : target.seeds()) {
                fuzz.run(target, target.envelope().apply(seed), "as it is");
            }
            fuzz.run(target, SEED, 0, INPUTS);
            Fuzz.Accepted accepted = fuzz.accepted(target);
            assertTrue(accepted.seeds > 0, target.name() + " accepts none of its sound files");
            if (target.name().equals("cache")) {
                assertEquals(0, accepted.changed, "checksums cover all bytes of a cache");
            } else {
                assertTrue(accepted.changed > 0, target.name() + " refuses all changed files: is it the first check?");
            }
        }
        assertEquals(List.of(), fuzz.findings(), "seed " + SEED);
        assertTrue(fuzz.inputs() >= (long) targets.size() * INPUTS);
    }

    /** Led by the branches that inputs take. */
    @Test
    void guided() throws ReflectiveOperationException {
        Class<?> guided = Class.forName("org.almt.fuzz.GuidedFuzz", true, new ProbedClasses());
        Method run = guided.getDeclaredMethod("run", Path.class, Path.class, long.class, long.class);
        run.setAccessible(true);
        List<?> result = (List<?>) run.invoke(null, Path.of(System.getProperty("almt.fuzz.folder", folder.toString())),
                FOUND, SEED, GUIDED);
        assertEquals(List.of(), result.subList(0, result.size() - 1), "seed " + SEED);
        assertTrue(Integer.parseInt((String) result.getLast()) > 100, "new branches: " + result.getLast());
    }

    /** What was ever found stays in the corpus: {@code tests-data/fuzz/READER-…}. */
    @Test
    void whatEverFailed() throws IOException {
        Fuzz fuzz = new Fuzz(folder, FOUND);
        List<Target> targets = Targets.all();
        int replayed = 0;
        for (String line : Files.readAllLines(Fixtures.path("fuzz/list.txt"))) {
            String reader = line.substring(0, line.indexOf('/'));
            Target target = targets.stream().filter(each -> each.name().equals(reader)).findFirst().orElseThrow();
            fuzz.run(target, Files.readAllBytes(Fixtures.path("fuzz/" + line)), line);
            replayed++;
        }
        assertEquals(List.of(), fuzz.findings());
        assertTrue(replayed > 0, "the corpus is there");
    }
}
