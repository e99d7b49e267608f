package org.almt.clips;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.almt.clips.synthetic.RawClips;
import org.almt.data.SplitName;
import org.almt.features.audio.AudioProfile;
import org.almt.features.face.FaceOptions;
import org.almt.features.face.FaceProfile;
import org.almt.io.FileFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeastUsedTest {
    @TempDir
    Path folder;

    private Path file(String name, int bytes, double days) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[bytes]);
        Files.setLastModifiedTime(file,
                FileTime.from(Instant.now().minus(Duration.ofMinutes(Math.round(days * 24 * 60)))));
        return file;
    }

    @Test
    void whatWasUsedLongestAgoGoesFirst() throws IOException {
        Path old = file("a/old.npz", 1, 31);
        Path other = file("a/notes.txt", 1, 99);
        Path second = file("second.npz", 60, 3);
        Path third = file("third.npz", 60, 2);
        Path young = file("young.npz", 600, 0.5);
        LeastUsed.trim(folder, each -> each.toString().endsWith(".npz"), 700);
        assertFalse(Files.exists(old));
        assertFalse(Files.exists(second));
        assertTrue(Files.exists(third) && Files.exists(young) && Files.exists(other));
        LeastUsed.trim(folder, each -> each.toString().endsWith(".npz"), 0);
        assertFalse(Files.exists(third));
        assertTrue(Files.exists(young), "a program may still read it");
        LeastUsed.mark(young);
        LeastUsed.trim(folder.resolve("none"), each -> true, 0);
    }

    /** Files that were used while the clock was ahead stay while there is room, and do not stay for ever. */
    @Test
    void aClockThatWasMoved() throws IOException {
        Path future = file("future.npz", 60, -400);
        Path later = file("later.npz", 60, -0.5);
        Path now = file("now.npz", 60, 0);
        LeastUsed.trim(folder, each -> true, 1_000);
        assertTrue(Files.exists(future) && Files.exists(later) && Files.exists(now));
        LeastUsed.trim(folder, each -> true, 0);
        assertFalse(Files.exists(future));
        assertTrue(Files.exists(later) && Files.exists(now), "a program may still read them");
    }

    /** Another program cleans at the same time, and what belongs to another user keeps its time. */
    @Test
    void cleaningNeverFails() throws IOException {
        for (String name : List.of("a/1.npz", "b/1.npz", "c/1.npz", "d/1.npz")) {
            file(name, 10, 31);
        }
        Path kept = file("e/kept.txt", 10, 31);
        file("e/1.npz", 10, 31);
        LeastUsed.trim(folder, each -> {
            for (String other : List.of("a", "b", "c", "d")) {
                if (!each.startsWith(folder.resolve(other))) {
                    deleteBoth(folder.resolve(other));
                }
            }
            return each.toString().endsWith(".npz");
        }, 0);
        try (var left = Files.walk(folder)) {
            assertEquals(List.of(kept), left.filter(Files::isRegularFile).toList());
        }
        assertFalse(LeastUsed.mark(folder.resolve("none")), "cannot be marked");
    }

    private static void deleteBoth(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve("1.npz"));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program that reads a table must not see it change, although a second program has built it once more. */
    @Test
    void unchangedTablesAreNotWrittenAgain() throws IOException {
        Path manifest = RawClips.write(RawClips.draw(5, 1, 1, 1), 5, folder.resolve("clips"));
        Path cache = folder.resolve("cache");
        ClipRecipe recipe = ClipRecipe.of(AudioProfile.F0, FaceOptions.of(FaceProfile.AUS));
        Path built = ClipTable.of(manifest, cache).build(recipe, null, line -> {}, SplitName.TEST);
        byte[] content = Files.readAllBytes(built);
        FileTime before = FileTime.from(Instant.now().minus(Duration.ofDays(40)));
        Path facts = built.resolveSibling(built.getFileName() + ".provenance.json");
        Files.setLastModifiedTime(built, before);
        Files.setLastModifiedTime(facts, before);
        assertEquals(built, ClipTable.of(manifest, cache).build(recipe, null, line -> {}, SplitName.TEST));
        assertEquals(before.toInstant().truncatedTo(ChronoUnit.SECONDS),
                Files.getLastModifiedTime(built).toInstant().truncatedTo(ChronoUnit.SECONDS));
        assertTrue(Files.exists(facts), "is used, and so not deleted");
        content[content.length / 2] ^= 1;
        Files.write(built, content);
        ClipTable.of(manifest, cache).build(recipe, null, line -> {}, SplitName.TEST);
        content[content.length / 2] ^= 1;
        assertArrayEquals(content, Files.readAllBytes(built), "damaged, so it is written again");
        try (var files = Files.list(FileFolder.of(built))) {
            assertEquals(Set.of(built, facts), files.collect(Collectors.toSet()));
        }
    }

    /** The features of a table in use are kept. Those of a table that is no longer used are deleted. */
    @Test
    void theCacheOfTablesForgets() throws IOException {
        Path manifest = RawClips.write(RawClips.draw(5, 1, 1, 1), 5, folder.resolve("clips"));
        Path cache = folder.resolve("cache");
        ClipRecipe recipe = ClipRecipe.of(AudioProfile.F0, FaceOptions.of(FaceProfile.AUS));
        Path built = ClipTable.of(manifest, cache).build(recipe, null, line -> {}, SplitName.TEST);
        List<Path> parts;
        try (var files = Files.list(cache.resolve("clips"))) {
            parts = files.toList();
        }
        assertEquals(6, parts.size());
        FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(40)));
        for (Path part : parts) {
            Files.setLastModifiedTime(part, longAgo);
        }
        Files.setLastModifiedTime(built, longAgo);
        Files.setLastModifiedTime(built.resolveSibling(built.getFileName() + ".provenance.json"), longAgo);
        ClipRecipe other = ClipRecipe.of(AudioProfile.LIBROSA_0_11, FaceOptions.of(FaceProfile.AUS));
        ClipTable.of(manifest, cache).build(other, null, line -> {}, SplitName.TEST);
        assertFalse(Files.exists(built));
        assertTrue(parts.stream().noneMatch(Files::exists));
        assertEquals(built, ClipTable.of(manifest, cache).build(recipe, null, line -> {}, SplitName.TEST));
    }

    /** 64 MB for each, and as much as the largest clip needs. */
    @Test
    void jobsFitIntoTheHeap() throws IOException {
        Path manifest = RawClips.write(RawClips.draw(5, 1, 1, 1), 5, folder.resolve("clips"));
        ClipRecipe recipe = ClipRecipe.of(AudioProfile.FET, FaceOptions.of(FaceProfile.AUS));
        List<Manifest.Row> rows = Manifest.read(manifest).rows();
        int many = JobMemory.most(recipe, rows, 4L << 30);
        assertTrue(many >= 40 && many <= 44, many + " jobs in 4 GB");
        assertEquals(1, JobMemory.most(recipe, rows, 50L << 20));
    }
}
