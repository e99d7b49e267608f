package org.almt.learn;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The commands of the course, except running a lesson or another program: the launcher itself does that. */
public final class LearnMain {
    static final String USAGE = """
            nn/learn/learn            lists the lessons
            nn/learn/learn 3          runs lesson 3
            nn/learn/learn test 3     tests your solution of exercise 3
            nn/learn/learn grade      tests all exercises, and says your points
            nn/learn/learn shell      a JShell in which all that lessons use is imported
            nn/learn/learn run X.java runs a program of your own
            """;

    private LearnMain() {}

    /** Exits with 0; with 1 if an exercise is open or something is missing, with 2 if the command is unknown. */
    public static void main(String[] arguments) {
        AtomicBoolean ended = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!ended.get()) { // otherwise System.exit(0) in a solution would look like success
                System.err
                        .println("learn: the JVM was ended before the command was; remove System.exit from exercises");
                Runtime.getRuntime().halt(1);
            }
        }));
        try {
            int code = run(CourseFiles.here(), arguments);
            ended.set(true);
            System.exit(code);
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            ended.set(true);
            System.err.println("learn: " + sentence(e));
            System.exit(1);
        }
    }

    /** What went wrong. The message of many file errors is only the path. */
    static String sentence(Exception e) {
        if (e instanceof UncheckedIOException && e.getCause() instanceof IOException cause) {
            return sentence(cause);
        }
        if (e instanceof FileSystemException file) {
            return file.getFile() + " cannot be read or written (" + (file.getReason() == null
                    ? file.getClass().getSimpleName()
                    : file.getReason()) + "); allow it, or free the place, and run the command again";
        }
        return String.valueOf(e.getMessage());
    }

    static int run(CourseFiles course, String... arguments) throws IOException {
        if (arguments.length == 0) {
            for (LessonFile lesson : course.lessons()) {
                System.out.printf("%3d  %-52s %3d minutes%n", lesson.number(), lesson.title(), lesson.minutes());
            }
            System.out.print("\n" + USAGE);
            return 0;
        }
        if (arguments[0].equals("test") && arguments.length == 2 && arguments[1].matches("\\d{1,2}")) {
            return test(course, Integer.parseInt(arguments[1]));
        }
        if (arguments[0].equals("grade") && arguments.length == 1) {
            return grade(course);
        }
        if (arguments[0].equals("test")) {
            System.err.println("learn: 'test' needs the number of an exercise, for example: nn/learn/learn test 3");
            return 2;
        }
        System.err.print("learn: '" + String.join(" ", arguments) + "' is no command; these are:\n" + USAGE);
        return 2;
    }

    private static int test(CourseFiles course, int number) throws IOException {
        ExerciseRun run = new ExerciseRun(course, false, compiled(), ExerciseRun.LIMIT);
        for (String name : run.names()) {
            if (ExerciseRun.number(name) == number) {
                ExerciseRun.Outcome outcome = run.run(name);
                outcome.failures().forEach(failure -> System.out.println("not yet: " + failure));
                System.out.print(Grades.read(course).line(outcome));
                if (!outcome.passed()) {
                    System.out.println("Edit " + Lesson.shown(course.exercises().resolve(name + ".java")));
                }
                return outcome.passed() ? 0 : 1;
            }
        }
        for (LessonFile lesson : course.lessons()) {
            if (lesson.number() == number) {
                System.err.println("learn: exercise " + number + " has lost a file; " + Lesson.shown(course.exercises())
                        + " must hold " + lesson.name().replaceFirst("L", "E") + ".java and its test: take them from"
                        + " the clone again, for example by git checkout");
                return 1;
            }
        }
        System.err.println("learn: there is no exercise " + number + "; nn/learn/learn lists the lessons");
        return 1;
    }

    private static int grade(CourseFiles course) throws IOException {
        ExerciseRun run = new ExerciseRun(course, false, compiled(), ExerciseRun.LIMIT);
        List<ExerciseRun.Outcome> outcomes = new ArrayList<>();
        for (String name : run.names()) {
            outcomes.add(run.run(name));
        }
        System.out.print(Grades.read(course).table(outcomes));
        return outcomes.stream().allMatch(ExerciseRun.Outcome::passed) ? 0 : 1;
    }

    /** A new folder for compiled exercises. It is deleted when the JVM ends, also by Ctrl-C. */
    private static Path compiled() throws IOException {
        Path classes = Files.createTempDirectory("learn");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(classes)));
        return classes;
    }

    /** Files that cannot be deleted stay: an exercise that still runs may write. */
    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            System.err.println("learn: " + folder + " could not be deleted: " + e.getMessage());
        }
    }
}
