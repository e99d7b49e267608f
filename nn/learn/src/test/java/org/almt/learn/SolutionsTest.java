package org.almt.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each exercise fails as it is handed out, and its solution passes the same tests, with the hash that grades it. */
class SolutionsTest {
    private static final CourseFiles COURSE = CourseFiles.here();

    @TempDir
    Path classes;

    @Test
    void solutionsPassAndHaveTheirHashes() throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        ExerciseRun run = new ExerciseRun(COURSE, true, classes, ExerciseRun.LIMIT);
        for (String name : run.names()) {
            ExerciseRun.Outcome outcome = run.run(name);
            assertEquals(List.of(), outcome.failures(), name);
            assertTrue(outcome.tests() > 0, name + " has no test");
            hashes.put(name, outcome.hash().orElseThrow());
        }
        if (Boolean.getBoolean("almt.update")) {
            StringBuilder lines = new StringBuilder("# The hash of the right answers of each exercise;"
                    + " SolutionsTest compares, and with -Dalmt.update=true writes it.\n");
            hashes.forEach((name, hash) -> lines.append(name).append('=').append(hash).append('\n'));
            Files.writeString(Grades.file(COURSE), lines);
        }
        assertEquals(Grades.read(COURSE).hashes(), hashes);
        assertEquals(COURSE.lessons().size(), hashes.size(), "each lesson has an exercise: " + hashes.keySet());
    }

    @Test
    void exercisesAreOpen() throws IOException {
        ExerciseRun run = new ExerciseRun(COURSE, false, classes, ExerciseRun.LIMIT);
        for (String name : run.names()) {
            ExerciseRun.Outcome outcome = run.run(name);
            assertFalse(outcome.passed(), name + " passes as it is handed out");
            assertEquals(0, Grades.read(COURSE).points(outcome));
            assertTrue(outcome.open(), outcome.failures().toString());
        }
    }

    @Test
    void otherBitsAreWorthHalf() throws IOException {
        Grades grades = Grades.read(COURSE);
        Map.Entry<String, String> one = grades.hashes().entrySet().iterator().next();
        var equal = new ExerciseRun.Outcome(one.getKey(), 1, List.of(), Optional.of(one.getValue()));
        var close = new ExerciseRun.Outcome(one.getKey(), 1, List.of(), Optional.of("0123456789ab"));
        var open = new ExerciseRun.Outcome(one.getKey(), 1, List.of("no"), Optional.of(one.getValue()));
        assertEquals(List.of(2, 1, 0), List.of(grades.points(equal), grades.points(close), grades.points(open)));
        assertTrue(grades.table(List.of(equal, close, open)).endsWith("3 of 6 points" + System.lineSeparator()));
    }

    @Test
    void commandsSayWhatTheyDo() throws IOException {
        List<String> printed = new ArrayList<>();
        for (String[] command : new String[][] {{}, {"test", "1"}, {"test", "99"}, {"tset"}}) {
            printed.add(said(command));
        }
        assertTrue(printed.get(0).contains("nn/learn/learn grade") && printed.get(0).endsWith("-> 0"), printed.get(0));
        assertTrue(printed.get(1).contains("0 of 2 points") && printed.get(1).endsWith("-> 1"), printed.get(1));
        assertTrue(printed.get(2).contains("there is no exercise 99") && printed.get(2).endsWith("-> 1"));
        assertTrue(printed.get(3).contains("'tset' is no command") && printed.get(3).endsWith("-> 2"));
    }

    /** Both have the right bits, and not what the exercise is about: its tests asked for bits alone. */
    @Test
    void whatHasTheBitsAloneDoesNotPass(@TempDir Path folder) throws IOException {
        assertFails(folder, "E13Matmul", "theInnermostLoopRunsAlongWholeRows(): numbers in one go",
                text -> text.replace(
                        "inner.add(a[i * k + l], b, l * n, c, i * n, n);", """
                                for (int j = 0; j < n; j++) {
                                    inner.add(a[i * k + l], b, l * n + j, c, i * n + j, 1);
                                }
                                """));
        assertFails(folder, "E15Order", "threadsWorkAtTheSameTime(): threads that summed a slab", text -> text
                .replace("t < threads", "t < 1").replace("s += threads", "s++").replace("Thread[threads]",
                        "Thread[1]"));
    }

    private static void assertFails(Path folder, String name, String failure, UnaryOperator<String> weaker)
            throws IOException {
        CourseFiles course = CourseFiles.of(folder);
        Files.createDirectories(course.exercises());
        String solution = Files.readString(COURSE.solutions().resolve(name + ".java"));
        String weak = weaker.apply(solution);
        assertFalse(weak.equals(solution), name + " was not changed");
        Files.writeString(course.exercises().resolve(name + ".java"), weak);
        Files.copy(COURSE.exercises().resolve(name + "Test.java"), course.exercises().resolve(name + "Test.java"));
        ExerciseRun.Outcome outcome =
                new ExerciseRun(course, false, folder.resolve("classes"), ExerciseRun.LIMIT).run(name);
        assertEquals(1, outcome.failures().size(), outcome.failures().toString());
        assertTrue(outcome.failures().getFirst().startsWith(failure), outcome.failures().toString());
        assertEquals(Grades.read(COURSE).hashes().get(name), outcome.hash().orElseThrow(), "the bits are right");
    }

    @Test
    void anExerciseWhoseFileIsGoneIsNamed(@TempDir Path folder) throws IOException {
        Path lessons = Files.createDirectories(folder.resolve("lessons"));
        Files.copy(COURSE.lessons().get(2).file(), lessons.resolve("L03Broadcasting.java"));
        CourseFiles course = CourseFiles.of(folder);
        Files.createDirectories(course.exercises());
        String said = said(course, "test", "3");
        assertTrue(said.startsWith("learn: exercise 3 has lost a file; "), said);
        assertTrue(said.contains(" must hold E03Broadcasting.java and its test: "), said);
        assertTrue(said(course, "test", "4").startsWith("learn: there is no exercise 4; "));
    }

    private static String said(String... command) throws IOException {
        return said(COURSE, command);
    }

    private static String said(CourseFiles course, String... command) throws IOException {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            int code = LearnMain.run(course, command);
            return bytes.toString(StandardCharsets.UTF_8) + "-> " + code;
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
