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

    private static String said(String... command) throws IOException {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            int code = LearnMain.run(COURSE, command);
            return bytes.toString(StandardCharsets.UTF_8) + "-> " + code;
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
