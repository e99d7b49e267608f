package org.almt.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher says in one sentence what is missing. Continuous integration runs a lesson with it. */
class LearnLauncherTest {
    @TempDir
    Path empty;

    @Test
    void aFolderWithoutAJdkIsRefused() throws IOException, InterruptedException {
        String launcher = CourseFiles.here().folder().resolve("learn").toString();
        ProcessBuilder start = new ProcessBuilder("sh", launcher, "1").redirectErrorStream(true);
        start.environment().put("ALMT_JAVA_HOME", empty.toString());
        Process process = start.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor());
        assertEquals("learn: ALMT_JAVA_HOME is " + empty + ", which holds no JDK 25.\n", said);
    }
}
