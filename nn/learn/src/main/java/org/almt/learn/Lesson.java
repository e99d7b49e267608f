package org.almt.learn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.almt.core.op.Checks;

/** Information for a lesson about the way it is run. */
public final class Lesson {
    private Lesson() {}

    /** Whether only the beginning is run. The build does this with long trainings. */
    public static boolean isShort() {
        return Boolean.getBoolean("learn.short");
    }

    /**
     * The number of steps of a training: all, or only the first ones if the build runs the lesson. The output until
     * then is the same.
     */
    public static int steps(int all, int first) {
        return isShort() ? first : all;
    }

    /**
     * Writes a picture into the folder of pictures, and prints its path. If it cannot be written, the program ends with
     * a message and exit code 1.
     *
     * @param name without ending
     * @param svg the picture
     */
    public static void write(String name, String svg) {
        if (!Checks.given("picture", "the name", name).matches("[\\w-]+")) {
            throw new IllegalArgumentException("picture: '" + name + "' is no name; use letters, digits, _ and -; the"
                    + " folder is that of all pictures, and .svg is added");
        }
        Path file = pictures().resolve(name + ".svg");
        try {
            Files.createDirectories(pictures());
            Files.writeString(file, svg);
        } catch (IOException e) {
            System.err
                    .println("learn: the picture " + shown(file) + " cannot be written (" + e.getClass().getSimpleName()
                            + "); make its folder writable, or set ALMT_JAVA_OPTS=-Dlearn.pictures=FOLDER to another");
            System.exit(1);
        }
        System.out.println("Picture: " + shown(file));
    }

    /** The folder of pictures. */
    private static Path pictures() {
        String folder = System.getProperty("learn.pictures");
        return folder != null ? Path.of(folder) : CourseFiles.here().folder().resolve("target/pictures");
    }

    /** The shortest form of a path. */
    static Path shown(Path file) {
        Path here = Path.of("").toAbsolutePath();
        return file.startsWith(here) ? here.relativize(file) : file;
    }
}
