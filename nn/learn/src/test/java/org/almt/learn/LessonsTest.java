package org.almt.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every lesson runs, prints the output in its page, and draws the picture in its page. If a lesson trains for long,
 * only its first steps are run. Their output must be the beginning of the output in the page. Times are left out,
 * because they differ.
 *
 * <p>{@code -Dlearn.whole=true} runs whole lessons and compares. {@code -Dalmt.update=true} also writes the pages.
 * {@code -Dlearn.only=3} restricts this to lesson 3.
 */
class LessonsTest {
    private static final boolean UPDATE = Boolean.getBoolean("almt.update");
    private static final boolean WHOLE = Boolean.getBoolean("learn.whole");
    /** A number that is a time or a speed, with the spaces before it. */
    private static final Pattern TIME =
            Pattern.compile(" *[0-9][0-9.,]* *(ns|µs|ms|seconds|s|GFLOP/s|times as fast|% of the ceiling)\\b");
    private static final Pattern PICTURE = Pattern.compile("Picture: \\S*?(\\w+\\.svg)");
    private static final Pattern OUTPUT = Pattern.compile("(?s)```output\\n(.*?)```");
    private static final String PICTURES = "nn/learn/target/pictures/";
    /** Lessons whose pictures show times. */
    private static final Set<Integer> DRAWN_FROM_TIMES = Set.of(13, 14);

    private static final CourseFiles COURSE = CourseFiles.here();
    @TempDir
    static Path folder;

    static List<LessonFile> lessons() throws IOException {
        List<LessonFile> lessons = COURSE.lessons();
        int only = Integer.getInteger("learn.only", 0);
        return only == 0 ? lessons : lessons.stream().filter(lesson -> lesson.number() == only).toList();
    }

    @BeforeAll
    static void compile() throws IOException {
        System.setProperty("learn.short", String.valueOf(!UPDATE && !WHOLE));
        System.setProperty("learn.pictures", folder.resolve("pictures").toString());
        StringWriter said = new StringWriter();
        var javac = ToolProvider.getSystemJavaCompiler();
        try (var files = javac.getStandardFileManager(null, Locale.ENGLISH, StandardCharsets.UTF_8)) {
            List<String> options = List.of("-d", folder.resolve("classes").toString(), "-proc:none", "--add-modules",
                    "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"));
            boolean done = javac.getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(
                    lessons().stream().map(LessonFile::file).toList())).call();
            assertTrue(done, said::toString);
        }
    }

    @AfterAll
    static void restore() {
        System.clearProperty("learn.short");
        System.clearProperty("learn.pictures");
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void printsWhatItsPageSays(LessonFile lesson) throws Exception {
        String printed = PICTURE.matcher(run(lesson)).replaceAll("Picture: " + PICTURES + "$1");
        Path page = lesson.file().resolveSibling(lesson.name() + ".md");
        Path drawn = folder.resolve("pictures/" + lesson.name() + ".svg");
        Path picture = lesson.file().resolveSibling(lesson.name() + ".svg");
        boolean whole = printed.contains("Picture: ");
        if (UPDATE) {
            Files.writeString(page, lesson.page(printed, true));
            Files.copy(drawn, picture, StandardCopyOption.REPLACE_EXISTING);
        }
        String text = Files.readString(page);
        Matcher output = OUTPUT.matcher(text);
        assertTrue(output.find(), page + " has no block marked output");
        String promised = output.group(1);
        assertEquals(lesson.page(promised, true), text, page + " is not that of its program;"
                + " run LessonsTest with -Dalmt.update=true -Dlearn.only=" + lesson.number());
        if (whole) {
            assertEquals(withoutTimes(promised), withoutTimes(printed));
            if (!DRAWN_FROM_TIMES.contains(lesson.number())) {
                assertEquals(Files.readString(picture), Files.readString(drawn));
            }
        } else {
            assertTrue(printed.lines().count() >= 3, printed);
            assertEquals(withoutTimes(promised.lines().limit(printed.lines().count())
                    .collect(Collectors.joining("\n", "", "\n"))), withoutTimes(printed));
        }
        assertTrue(Files.exists(picture), picture.toString());
    }

    private static String withoutTimes(String text) {
        return TIME.matcher(text).replaceAll(" # $1");
    }

    /** Runs {@code main} of the compact source file, in this JVM, and returns what it prints. */
    private static String run(LessonFile lesson) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (var loader = new URLClassLoader(new URL[] {folder.resolve("classes").toUri().toURL()},
                LessonsTest.class.getClassLoader());
                PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            Class<?> program = loader.loadClass(lesson.name());
            var made = program.getDeclaredConstructor();
            made.setAccessible(true);
            var main = program.getDeclaredMethod("main");
            main.setAccessible(true);
            main.invoke(made.newInstance());
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void timesAreLeftOut() {
        assertEquals("a # ms, # GFLOP/s, # % of the ceiling, 3 steps",
                withoutTimes("a   12.5 ms,  88 GFLOP/s, 9 % of the ceiling, 3 steps"));
    }

    @Test
    void numbersAreInOrder() throws IOException {
        List<LessonFile> lessons = COURSE.lessons();
        for (int i = 0; i < lessons.size(); i++) {
            assertEquals(i + 1, lessons.get(i).number(), lessons.get(i).name());
            assertTrue(lessons.get(i).name().matches("L%02d\\w+".formatted(i + 1)), lessons.get(i).name());
            assertTrue(lessons.get(i).program().lines().count() <= 170, lessons.get(i).name() + " is too long");
        }
        String index = Files.readString(COURSE.folder().resolve("README.md"));
        for (LessonFile lesson : lessons) {
            String row = "| " + lesson.number() + " | [" + lesson.title() + "](lessons/" + lesson.name() + ".md) | "
                    + lesson.minutes() + " |";
            assertTrue(index.contains(row), "nn/learn/README.md has no row that starts " + row);
        }
    }
}
