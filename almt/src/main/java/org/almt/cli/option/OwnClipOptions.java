package org.almt.cli.option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.almt.features.words.Transcript;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A clip of one's own: its sound, its face, its words. */
public final class OwnClipOptions {
    @Option(names = "--audio", paramLabel = "FILE.wav", description = "A clip of one's own: its sound.")
    private @Nullable Path audio;

    @Option(names = "--openface", paramLabel = "FILE.csv", description = "A clip of one's own: its face.")
    private @Nullable Path openface;

    @Option(names = "--text", paramLabel = "TEXT", description = "A clip of one's own: what is said.")
    private @Nullable String text;

    @Option(names = "--transcript", paramLabel = "FILE",
            description = "Instead of --text: a file with what is said; it may have times.")
    private @Nullable Path transcript;

    /** Whether any of these options is given. */
    public boolean isGiven() {
        return audio != null || openface != null || text != null || transcript != null;
    }

    /** Whether the words are given twice. */
    public boolean hasTwoTexts() {
        return text != null && transcript != null;
    }

    /** The sound; null without. */
    public @Nullable Path audio() {
        return audio;
    }

    /** The table of faces; null without. */
    public @Nullable Path openface() {
        return openface;
    }

    /** The file of the words; null without. */
    public @Nullable Path transcript() {
        return transcript;
    }

    /** The words; null without. What is doubtful about them goes to {@code warn}. */
    public @Nullable Transcript words(Consumer<String> warn) throws IOException {
        Transcript words = transcript != null ? Transcript.read(transcript) : text != null ? Transcript.of(text) : null;
        if (words != null) {
            words.warnings().forEach(warn);
        }
        return words;
    }

    /** Adds the files of the clip to those that are read. */
    public OutputFiles read(OutputFiles files) {
        return files.reads("--audio", audio).reads("--openface", openface).reads("--transcript", transcript);
    }
}
