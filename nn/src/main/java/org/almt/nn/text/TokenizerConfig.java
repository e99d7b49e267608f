package org.almt.nn.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.almt.nn.text.TokenizerSettings.SpecialTokens;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code tokenizer_config.json} states. A value that it does not state is null.
 *
 * <p>It may contradict the {@code tokenizer.json} beside it. Hugging Face's {@code BertTokenizer} then follows this
 * file, including its defaults: without {@code do_lower_case}, letters are lower-cased whatever the other file states.
 * A class of the kind {@code PreTrainedTokenizerFast} follows {@code tokenizer.json}. This library does the same and
 * reports it.
 *
 * @param clean whether control characters are removed
 * @param chinese whether every Chinese character is a separate word
 * @param accents whether accents are stripped
 * @param lowercase whether letters are lower-cased
 * @param splitSpecial whether special tokens in a text are read as text
 * @param tokenizerClass the class that reads the files
 * @param decoder the added tokens
 */
record TokenizerConfig(@Nullable Boolean clean, @Nullable Boolean chinese, @Nullable Boolean accents,
        @Nullable Boolean lowercase, @Nullable Boolean splitSpecial, @Nullable String tokenizerClass,
        @Nullable List<AddedToken> decoder) {
    static final TokenizerConfig NONE = new TokenizerConfig(null, null, null, null, null, null, null);

    /** Classes that follow {@code tokenizer.json} in everything. */
    private static final Set<String> GENERIC = Set.of("PreTrainedTokenizerFast", "PreTrainedTokenizer",
            "TokenizersBackend");

    /** Classes with a {@code vocab.txt} that other rules read: a dictionary of Japanese, or another order. */
    private static final Set<String> FOREIGN = Set.of("BertJapaneseTokenizer", "BertweetTokenizer",
            "PhobertTokenizer", "RoFormerTokenizer", "RoFormerTokenizerFast");

    boolean isForeign() {
        return tokenizerClass != null && FOREIGN.contains(tokenizerClass);
    }

    /** The settings beside a {@code vocab.txt}. */
    TokenizerSettings settings() {
        return settings(TokenizerSettings.MAX_WORD_LENGTH);
    }

    /** The settings, with BERT's defaults for values that are not stated. */
    TokenizerSettings settings(int maxWordLength) {
        boolean small = lowercase == null || lowercase;
        // If nothing is stated about accents, they are stripped if letters are lower-cased.
        return new TokenizerSettings(clean == null || clean, chinese == null || chinese,
                accents == null ? small : accents, small, maxWordLength, special());
    }

    private SpecialTokens special() {
        return splitSpecial == null ? SpecialTokens.ADDED : splitSpecial ? SpecialTokens.NONE : SpecialTokens.ALL;
    }

    /** The settings beside a {@code tokenizer.json} with the settings {@code theirs}. */
    TokenizerSettings settings(TokenizerSettings theirs, @Nullable Path config, Path file, List<String> notes) {
        if (config == null || GENERIC.contains(tokenizerClass == null ? "" : tokenizerClass)) {
            return theirs.with(special());
        }
        TokenizerSettings ours = settings(theirs.maxWordLength());
        note(notes, "do_lower_case", lowercase, ours.lowercase(), theirs.lowercase(), config, file);
        note(notes, "strip_accents", accents, ours.stripAccents(), theirs.stripAccents(), config, file);
        note(notes, "tokenize_chinese_chars", chinese, ours.splitChinese(), theirs.splitChinese(), config, file);
        return new TokenizerSettings(theirs.cleanText(), ours.splitChinese(), ours.stripAccents(), ours.lowercase(),
                theirs.maxWordLength(), special());
    }

    private static void note(List<String> notes, String name, @Nullable Boolean stated, boolean ours, boolean theirs,
            Path config,
            Path file) {
        if (ours != theirs) {
            notes.add(config + (stated == null ? " leaves " + name + " at its default, " : " sets " + name + " to ")
                    + ours + ", but " + file + " has " + theirs + "; " + ours
                    + " counts, as in Hugging Face's BertTokenizer");
        }
    }

    /** The added tokens, of this file or of {@code tokenizer.json}, and those of {@code added_tokens.json}. */
    List<AddedToken> added(List<AddedToken> theirs, List<AddedToken> more, @Nullable Path config, Path file,
            List<String> notes) {
        if (decoder != null && config != null) {
            Set<String> ours = contents(decoder);
            Set<String> others = contents(theirs);
            if (!others.isEmpty() && !ours.equals(others)) {
                notes.add(config + " lists other added tokens than " + file + "; those of " + config.getFileName()
                        + " count, as in Hugging Face's BertTokenizer");
            }
            return decoder;
        }
        List<AddedToken> all = new ArrayList<>(theirs);
        more.stream()
                .filter(token -> theirs.stream().noneMatch(known -> known.content().equals(token.content())
                        && known.id() == token.id()))
                .forEach(all::add);
        return all;
    }

    private static Set<String> contents(List<AddedToken> tokens) {
        return tokens.stream().map(AddedToken::content).collect(Collectors.toCollection(TreeSet::new));
    }
}
