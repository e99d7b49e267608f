package org.almt.clips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.almt.clips.synthetic.RawClips;
import org.almt.data.SplitName;
import org.almt.features.audio.AudioProfile;
import org.almt.features.face.FaceOptions;
import org.almt.features.face.FaceProfile;
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

    /** A table's features are used again and again; those of a table that nobody asks for any more are deleted. */
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
