package org.almt.clips;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.almt.features.FeatureException;
import org.almt.features.FeatureTable;
import org.almt.features.face.FailedRows;
import org.almt.features.io.Printable;
import org.almt.features.words.Transcript;
import org.almt.features.words.WordAlignment;
import org.almt.features.words.WordRows;
import org.almt.io.JsonObject;
import org.almt.language.LanguageModel;
import org.almt.nn.text.BertTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * The alignment of features to the words of a clip.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param rows the kind of rows
 * @param vocabulary the SHA-256 of the vocabulary that splits words into tokens; null if there is one row per word
 */
public record Alignment(WordRows rows, @Nullable String vocabulary) {
    /**
     * One row per word, or per token of a language model.
     *
     * @throws FeatureException if one row per token is requested without a language model
     */
    public static Alignment of(WordRows rows, @Nullable LanguageModel language) throws FeatureException {
        if (rows != WordRows.TOKENS) {
            return new Alignment(rows, null);
        }
        if (language == null) {
            throw new FeatureException("rows of tokens need the language model that makes the tokens; name it, or"
                    + " align to words");
        }
        return new Alignment(rows, language.vocabularySha256());
    }

    void addTo(Map<String, Object> map) {
        map.put("align", rows.key());
        if (vocabulary != null) {
            map.put("vocabulary", vocabulary);
        }
    }

    static @Nullable Alignment of(JsonObject map) throws FeatureException {
        return map.has("align")
                ? new Alignment(WordRows.of(map.text("align")), map.has("vocabulary") ? map.text("vocabulary") : null)
                : null;
    }

    /**
     * Checks that a language model makes the tokens of the rows.
     *
     * @param owner the owner of the language model, for the message
     */
    public void require(@Nullable LanguageModel language, String owner) throws FeatureException {
        if (rows != WordRows.TOKENS) {
            return;
        }
        if (language == null) {
            throw new FeatureException("the features have one row per token of a language model, and " + owner
                    + " has none; give the model that they were aligned with, or align to words");
        }
        if (!language.vocabularySha256().equals(vocabulary)) {
            throw new FeatureException("the features have one row per token of another vocabulary than that of " + owner
                    + "; give the language model that they were aligned with");
        }
    }

    /** Checks that rows keep their times: dropped frames would shift all later ones. */
    static void require(@Nullable Alignment alignment, FailedRows failed) {
        if (alignment != null && failed == FailedRows.DROP) {
            throw new IllegalArgumentException("features of a face whose failed frames are dropped cannot be aligned"
                    + " to words, because later rows move forward; hold or keep the failed frames");
        }
    }

    /**
     * The features of one clip, averaged over its words.
     *
     * @param clip the clip with one row per frame
     * @param said the words with times; null if absent
     * @param file the file of the words, for messages
     * @param language the model that makes the tokens; null if there is one row per word
     * @throws FeatureException if there are no times, or they belong to another clip
     */
    ClipFeatures apply(ClipFeatures clip, @Nullable Transcript said, @Nullable Path file,
            @Nullable LanguageModel language) throws FeatureException {
        if (said == null || file == null) {
            throw new FeatureException("features are aligned to words, so words with times are needed: a table of"
                    + " word, start and end, SRT, WebVTT, a TextGrid, or Whisper's JSON");
        }
        String name = Printable.path(file);
        if (said.words().isEmpty()) {
            throw new FeatureException(name + ": has no times, to which features are aligned; expected words with"
                    + " start and end: a table, SRT, WebVTT, a TextGrid, or Whisper's JSON");
        }
        double seconds = Math.max(end(clip.audio()), end(clip.vision()));
        long outside = said.words().stream().filter(word -> word.start() >= seconds).count();
        if (outside == said.words().size()) {
            throw new FeatureException(String.format(Locale.ROOT, "%s: its first word begins at %.2f seconds,"
                    + " but the clip ends at %.2f; times count from the beginning of the clip, not of the video", name,
                    said.words().get(0).start(), seconds));
        }
        List<String> warnings = new ArrayList<>(clip.warnings());
        if (outside > 0) {
            warnings.add(String.format(Locale.ROOT, "%s: %d of %d words begin after the end of the clip at %.2f"
                    + " seconds", name, outside, said.words().size(), seconds));
        }
        WordAlignment audio = aligned(clip.audio(), "audio", said, name, language, warnings);
        WordAlignment vision = aligned(clip.vision(), "vision", said, name, language, warnings);
        WordAlignment any = audio == null ? vision : audio;
        return new ClipFeatures(audio == null ? null : audio.features(), vision == null ? null : vision.features(),
                clip.failedFrames(), List.copyOf(warnings), any == null ? List.of() : any.words());
    }

    private static double end(@Nullable FeatureTable table) {
        return table == null ? 0 : table.to(table.frames() - 1);
    }

    private @Nullable WordAlignment aligned(@Nullable FeatureTable table, String modality, Transcript said, String name,
            @Nullable LanguageModel language, List<String> warnings) throws FeatureException {
        if (table == null) {
            return null;
        }
        WordAlignment aligned = rows.align(table, said.words(), word -> pieces(language, word));
        if (aligned.words().isEmpty()) {
            throw new FeatureException(name + ": all words are shorter than 0.01 milliseconds; expected words with"
                    + " start and end");
        }
        if (aligned.estimated() > 0) {
            warnings.add(name + ": " + aligned.estimated() + " of " + said.words().size() + " words match no row of "
                    + modality + (rows == WordRows.CMU_SDK
                            ? "; zeros are used for them"
                            : "; the nearest row is"
                                    + " used"));
        }
        return aligned;
    }

    private static int pieces(@Nullable LanguageModel language, String word) {
        if (language == null) {
            throw new IllegalArgumentException("rows of tokens need a language model");
        }
        BertTokenizer tokenizer = language.tokenizer();
        // Two special tokens surround every text.
        return tokenizer.encode(word).length() - 2;
    }

    /**
     * Checks, token by token, that the words with times are those of the sentence that a language model reads.
     *
     * @throws FeatureException with both counts
     */
    void requireSame(String sentence, Transcript said, Path file, @Nullable LanguageModel language)
            throws FeatureException {
        if (rows != WordRows.TOKENS) {
            return;
        }
        int ofWords = said.words().stream().mapToInt(word -> pieces(language, word.text())).sum();
        int ofSentence = pieces(language, sentence);
        if (ofWords != ofSentence) {
            throw new FeatureException(Printable.path(file) + ": its words are " + ofWords + " tokens, but the text of"
                    + " the sample has " + ofSentence + "; leave the text empty to use the words of the file");
        }
    }
}
