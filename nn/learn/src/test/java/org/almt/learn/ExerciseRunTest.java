package org.almt.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a learner's program does, only that exercise is affected. */
class ExerciseRunTest {
    private static final String PACKAGE = "package org.almt.learn.exercise;\n";
    private static final String ENDLESS = "while (x > 0) { x = x == 1 ? 2 : 1; } return x;";
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final String STOPPED = "stopped after 2 seconds: look for a loop that does not end";

    @TempDir
    Path folder;

    private CourseFiles course = CourseFiles.here();

    @BeforeEach
    void course() {
        course = CourseFiles.of(folder);
    }

    @Test
    void anOverflowOfTheStackIsAFailure() throws IOException {
        write("E01Deep", "return f(x + 1) + 1;");
        ExerciseRun.Outcome outcome = run("E01Deep", ExerciseRun.LIMIT);
        assertEquals(List.of("isOne(): java.lang.StackOverflowError, at E01Deep.java line 3"), outcome.failures());
        assertEquals(Optional.empty(), outcome.hash());
    }

    @Test
    void aTestThatDoesNotEndIsStopped() throws IOException {
        write("E02Loop", ENDLESS);
        ExerciseRun.Outcome outcome = run("E02Loop", SHORT);
        assertFalse(outcome.passed());
        assertEquals(Optional.of(STOPPED), outcome.stopped());
    }

    @Test
    void answersThatDoNotEndAreStopped() throws IOException {
        write("E02Loop", "if (x < 5) { return 1; } " + ENDLESS);
        ExerciseRun.Outcome outcome = run("E02Loop", SHORT);
        assertFalse(outcome.passed());
        assertEquals(Optional.of(STOPPED), outcome.stopped());
    }

    @Test
    void aMistakeOfSyntaxCostsOneExercise() throws IOException {
        write("E01Right", "return Helper.one();");
        Files.writeString(course.exercises().resolve("Helper.java"),
                PACKAGE + "class Helper { static float one() { return 1; } }\n");
        write("E02Wrong", "return 1");
        write("E03Other", "return 2;");
        write("E04Open", "throw new UnsupportedOperationException(\"exercise 4: it is yours to write\");");
        Files.writeString(folder.resolve("grades.properties"), "E01Right=" + Hash.of(new float[] {1}) + "\n");
        ExerciseRun run = new ExerciseRun(course, false, folder.resolve("classes"), ExerciseRun.LIMIT);
        assertEquals(List.of("E01Right", "E02Wrong", "E03Other", "E04Open"), run.names());
        List<ExerciseRun.Outcome> outcomes = new ArrayList<>();
        for (String name : run.names()) {
            outcomes.add(run.run(name));
        }
        String right = Hash.of(new float[] {1});
        String other = Hash.of(new float[] {2});
        String table = Grades.read(course).table(outcomes);
        assertEquals("""
                E01Right                 2  %s  right, the same bits
                E02Wrong                 0  -             does not compile: E02Wrong.java line 3: ';' expected
                E03Other                 0  %s  wrong: nn/learn/learn test 3 says what
                E04Open                  0  -             open
                2 of 8 points
                """.formatted(right, other),
                table.replace(System.lineSeparator(), "\n"));
        assertTrue(Grades.read(course).line(outcomes.get(2)).contains("  wrong: see above"),
                "test 3 does not name itself");
    }

    /** The compiler names it on a line of its own. */
    @Test
    void aNameThatIsNotThereIsNamed() throws IOException {
        write("E01Slip", "return y + 1;");
        assertEquals(List.of("does not compile: E01Slip.java line 3: cannot find symbol, symbol: variable y"),
                run("E01Slip", ExerciseRun.LIMIT).failures());
        write("E02Renamed", "return 1;");
        Path exercise = course.exercises().resolve("E02Renamed.java");
        Files.writeString(exercise, Files.readString(exercise).replace("f(float", "g(float"));
        assertEquals("does not compile: E02RenamedTest.java line 3: cannot find symbol, symbol: method f(int)",
                run("E02Renamed", ExerciseRun.LIMIT).failures().getFirst());
    }

    private ExerciseRun.Outcome run(String name, Duration limit) throws IOException {
        return new ExerciseRun(course, false, folder.resolve("classes"), limit).run(name);
    }

    /** An exercise with a method f(float x), which its test calls with 1, and its answers with 5. */
    private void write(String name, String body) throws IOException {
        Files.createDirectories(course.exercises());
        Files.writeString(course.exercises().resolve(name + ".java"),
                PACKAGE + "class " + name + " { static float f(float x) {\n" + body + "\n} }\n");
        Files.writeString(course.exercises().resolve(name + "Test.java"),
                PACKAGE + "class " + name + "Test implements org.almt.learn.Graded {\n"
                        + "@org.junit.jupiter.api.Test void isOne() {"
                        + " org.junit.jupiter.api.Assertions.assertEquals(1, " + name + ".f(1)); }\n"
                        + "@Override public float[] answers() { return new float[] {" + name + ".f(5)}; }\n}\n");
    }
}
