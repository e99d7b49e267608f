package org.almt.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyFolderTest {
    private static final Study STUDY = StudyFile.shipped("example");

    @TempDir
    Path temporary;

    /** Also of those that go on: each of them writes study.json anew. */
    @Test
    void oneProcessAtATime() throws IOException {
        Path directory = temporary.resolve("study");
        try (StudyFolder _ = StudyFolder.create(directory, STUDY, "ab")) {
            assertInUse(directory);
        }
        try (StudyFolder _ = StudyFolder.resume(directory, STUDY, "ab")) {
            byte[] before = Files.readAllBytes(directory.resolve("study.json"));
            assertInUse(directory);
            assertInUse(directory);
            assertEquals(new String(before), Files.readString(directory.resolve("study.json")), "was written");
        }
        StudyFolder.resume(directory, STUDY, "ab").close();
    }

    private static void assertInUse(Path directory) {
        IOException e = assertThrows(
                IOException.class, () -> StudyFolder.resume(directory, STUDY.withSeeds(List.of(9L)), "ab"));
        assertTrue(e.getMessage().contains(" is in use: the study is already running there"), e.getMessage());
    }

    @Test
    void whoIsRefusedLocksNobodyOut() throws IOException {
        Path directory = temporary.resolve("study");
        StudyFolder.create(directory, STUDY, "ab").close();
        assertThrows(IOException.class, () -> StudyFolder.resume(directory, STUDY, "cd"));
        assertThrows(IOException.class, () -> StudyFolder.create(directory, STUDY, "ab"));
        StudyFolder.resume(directory, STUDY, "ab").close();
        Path none = Files.createDirectory(temporary.resolve("none"));
        assertThrows(IOException.class, () -> StudyFolder.resume(none, STUDY, "ab"));
        assertEquals(List.of(), List.of(none.toFile().list()), "nothing is left behind");
    }
}
