package org.almt.features;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.testsdata.Fixtures;

/**
 * The folders of recorded features. A small part is always among the fixtures; all of them are in the folder that
 * {@code -Dalmt.golden.features=DIR} names, or in {@code ../shared/golden/features} beside the clone.
 */
public final class GoldenFolders {
    private static final List<String> FIXTURES =
            List.of("cards001_16k_s16_rf64", "chord_48k_stereo_s32", "short700_22k_s16",
                    "silence_16k_s16");
    private static final List<String> FACES = List.of("aus_only", "full_v21_spaces_crlf_failed", "v20_no_face_id");

    private GoldenFolders() {}

    /** A clip and its recorded features. */
    public record Clip(String name, Path wav, Path npz) {
        public Map<String, NpyArray> recorded() {
            return read(npz);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The folder with all goldens; null if it does not exist. */
    public static Path all() {
        String named = System.getProperty("almt.golden.features");
        if (named != null) {
            Path folder = Path.of(named);
            if (!Files.isDirectory(folder)) {
                throw new IllegalArgumentException("-Dalmt.golden.features=" + named + " is no folder");
            }
            return folder;
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(".mvn"))) {
                Path golden = folder.resolveSibling("shared").resolve("golden/features");
                return Files.isDirectory(golden) ? golden : null;
            }
        }
        return null;
    }

    /** The clips of the larger folder, or else the fixtures. */
    public static List<Clip> clips() {
        List<Clip> clips = new ArrayList<>();
        Path all = all();
        if (all == null) {
            for (String name : FIXTURES) {
                clips.add(new Clip(name, Fixtures.path("golden/features/clips/" + name + ".wav"),
                        Fixtures.path("golden/features/" + name + ".npz")));
            }
            return clips;
        }
        try (Stream<Path> files = Files.list(all.resolve("clips"))) {
            for (Path wav : files.filter(file -> file.toString().endsWith(".wav")).sorted().toList()) {
                String name = wav.getFileName().toString().replaceAll("\\.wav$", "");
                clips.add(new Clip(name, wav, all.resolve(name + ".npz")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return clips;
    }

    /** The face files with recorded arrays beside them. */
    public static List<Clip> faces() {
        List<Clip> faces = new ArrayList<>();
        Path all = all();
        if (all == null) {
            for (String name : FACES) {
                faces.add(new Clip(name, Fixtures.path("golden/features/openface/" + name + ".csv"),
                        Fixtures.path("golden/features/openface/" + name + ".npz")));
            }
            return faces;
        }
        try (Stream<Path> files = Files.list(all.resolve("openface"))) {
            for (Path npz : files.filter(file -> file.toString().endsWith(".npz")).sorted().toList()) {
                String name = npz.getFileName().toString().replaceAll("\\.npz$", "");
                faces.add(new Clip(name, all.resolve("openface").resolve(name + ".csv"), npz));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return faces;
    }

    /** A file of the larger folder or of the fixtures. */
    public static Map<String, NpyArray> read(String name) {
        Path all = all();
        return read(all == null ? Fixtures.path("golden/features/" + name) : all.resolve(name));
    }

    private static Map<String, NpyArray> read(Path npz) {
        try {
            return Npz.read(npz);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
