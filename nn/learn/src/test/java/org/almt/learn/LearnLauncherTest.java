package org.almt.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher reports in one sentence what is missing. Continuous integration runs a lesson with it. */
class LearnLauncherTest {
    @TempDir
    Path empty;

    @Test
    void aFolderWithoutAJdkIsRefused() throws IOException, InterruptedException {
        refuses("1", "ALMT_JAVA_HOME is " + empty + ", which holds no JDK 25.");
    }

    @Test
    void aLessonThatIsNotThereIsRefused() throws IOException, InterruptedException {
        likeAJdk("java.base jdk.incubator.vector");
        refuses("42", "there is no lesson 42; nn/learn/learn lists them.");
    }

    /** It was ignored. */
    @Test
    void whatStandsAfterALessonIsRefused() throws IOException, InterruptedException {
        likeAJdk("java.base jdk.incubator.vector");
        refuses("3", "a lesson takes no arguments, and after 3 stands 'extra'; leave it out.", "extra");
        refuses("shell", "'shell' takes no arguments, and 'extra' stands after it; leave it out.", "extra");
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "-h", "--help"})
    void helpListsTheCommandsWithoutABuild(String word) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", CourseFiles.here().folder().resolve("learn").toString(), word)
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        assertEquals(LearnMain.USAGE, said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"13", "15"})
    void aJdkWithoutTheVectorApiIsRefused(String lesson) throws IOException, InterruptedException {
        likeAJdk("java.base java.logging");
        refuses(lesson, "lesson " + lesson + " needs the module jdk.incubator.vector, which " + empty
                + " lacks; set ALMT_JAVA_HOME to a whole JDK 25 (for example from https://adoptium.net).");
    }

    @Test
    void aPictureThatCannotBeWrittenIsOneSentence() throws IOException, InterruptedException {
        Path file = Files.writeString(empty.resolve("file"), "no folder");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), "-Dlearn.pictures=" + file.resolve("pictures"),
                Draw.class.getName()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor(), said);
        assertTrue(said.startsWith("learn: the picture " + file.resolve("pictures/Drawn.svg") + " cannot be written ("),
                said);
        assertEquals(1, said.lines().count(), said);
    }

    @Test
    void aFailureOfAFileIsOneSentence() {
        assertEquals("/a/b cannot be read or written (AccessDeniedException); allow it, or free the place, and run the"
                + " command again", LearnMain.sentence(new UncheckedIOException(new AccessDeniedException("/a/b"))));
        assertEquals("/a cannot be read or written (Read-only file system); allow it, or free the place, and run the"
                + " command again",
                LearnMain.sentence(new FileSystemException("/a", null, "Read-only file system")));
        assertEquals("no lesson", LearnMain.sentence(new IOException("no lesson")));
    }

    /** A lesson that draws. */
    static final class Draw {
        private Draw() {}

        public static void main(String[] arguments) {
            Lesson.write("Drawn", "<svg/>");
        }
    }

    /** The part of a JDK that the launcher checks. */
    private void likeAJdk(String modules) throws IOException {
        Files.writeString(empty.resolve("release"), "JAVA_VERSION=\"25.0.1\"\nMODULES=\"" + modules + "\"\n");
        Path javac = Files.createFile(Files.createDirectories(empty.resolve("bin")).resolve("javac"));
        assertTrue(javac.toFile().setExecutable(true));
    }

    private void refuses(String lesson, String sentence, String... more) throws IOException, InterruptedException {
        String launcher = CourseFiles.here().folder().resolve("learn").toString();
        ProcessBuilder start = new ProcessBuilder("sh", launcher, lesson).redirectErrorStream(true);
        start.command().addAll(List.of(more));
        start.environment().put("ALMT_JAVA_HOME", empty.toString());
        Process process = start.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor());
        assertEquals("learn: " + sentence + "\n", said);
    }
}
