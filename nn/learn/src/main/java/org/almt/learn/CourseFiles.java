package org.almt.learn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The places of the files of the course. */
final class CourseFiles {
    private final Path folder;

    private CourseFiles(Path folder) {
        this.folder = folder;
    }

    /** The course of the tree that the launcher gives, otherwise of the tree that contains the working directory. */
    static CourseFiles here() {
        Path root = Path.of(System.getProperty("learn.root", "")).toAbsolutePath();
        while (root != null && !Files.isDirectory(root.resolve("nn/learn/lessons"))) {
            root = root.getParent();
        }
        if (root == null) {
            throw new IllegalStateException(
                    Path.of("").toAbsolutePath() + " lies in no folder that has nn/learn/lessons; change to the clone");
        }
        return new CourseFiles(root.resolve("nn/learn"));
    }

    /** The course of a folder such as {@code nn/learn}. */
    static CourseFiles of(Path folder) {
        return new CourseFiles(folder);
    }

    /** The folder {@code nn/learn}. */
    Path folder() {
        return folder;
    }

    /** The programs of the lessons, in order. */
    List<LessonFile> lessons() throws IOException {
        List<LessonFile> lessons = new ArrayList<>();
        for (Path file : java(folder.resolve("lessons"))) {
            lessons.add(LessonFile.read(file));
        }
        return lessons;
    }

    /** The folder that the learner edits. */
    Path exercises() {
        return folder.resolve("src/test/java/org/almt/learn/exercise");
    }

    /** The solutions, under the same names. */
    Path solutions() {
        return folder.resolve("solutions");
    }

    /** The exercises and their tests. */
    List<Path> exerciseSources() throws IOException {
        return java(exercises());
    }

    private static List<Path> java(Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .sorted()
                    .toList();
        }
    }
}
