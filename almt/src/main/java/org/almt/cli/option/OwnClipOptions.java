package org.almt.cli.option;

import java.io.IOException;
import java.nio.file.Path;
import org.almt.features.words.Transcript;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the user's own clip: its sound, its face, its words. */
public final class OwnClipOptions {
    @Option(names = "--audio", paramLabel = "FILE.wav", description = "Your own clip: its sound.")
    private @Nullable Path audio;

    @Option(names = "--openface", paramLabel = "FILE.csv", description = "Your own clip: its face, the table that"
            + " OpenFace's FeatureExtraction wrote.")
    private @Nullable Path openface;

    @Option(names = "--text", paramLabel = "TEXT", description = "Your own clip: the spoken words.")
    private @Nullable String text;

    @Option(names = "--transcript", paramLabel = "FILE",
            description = "Instead of --text: a file of the spoken words, with or without times.")
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

    /** How messages name the option that gives the words: a file, or without one the text itself. */
    public static String wordsOption(@Nullable Path transcript) {
        return transcript == null ? "--text" : "--transcript " + transcript;
    }

    /** The words; null without. */
    public @Nullable Transcript words() throws IOException {
        return transcript != null ? Transcript.read(transcript) : text != null ? Transcript.of(text) : null;
    }

    /** Adds the files of the clip to the inputs. */
    public OutputFiles read(OutputFiles files) {
        return files.reads("--audio", audio).reads("--openface", openface).reads("--transcript", transcript);
    }
}
