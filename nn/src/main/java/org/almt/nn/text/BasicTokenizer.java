package org.almt.nn.text;

import java.text.Normalizer;

/**
 * The first half of BERT's tokeniser, in one pass and with memory for one word: clean, strip accents, lower-case, then
 * split at white space, punctuation and Chinese characters.
 *
 * <p>Letters are lower-cased one by one, as in Hugging Face's tokenizers. Python's {@code lower}, in BERT's first code,
 * differs for a Greek sigma at the end of a word. Accents are the nonspacing marks of the canonical decomposition. They
 * are found character by character: the order of several on one letter does not matter, because all are removed.
 */
final class BasicTokenizer {
    private static final int CAPITAL_I_WITH_DOT = 0x130;
    private static final int DOT_ABOVE = 0x307;

    private final TokenizerSettings settings;

    BasicTokenizer(TokenizerSettings settings) {
        this.settings = settings;
    }

    /** Receives words one after another. */
    @FunctionalInterface
    interface Sink {
        /** Receives a word, which changes after the call. Returns whether more are wanted. */
        boolean accept(Word word);
    }

    /**
     * Receives characters after clean-up, accents and lower-casing. Each has the {@code [start, end)} of its original.
     */
    interface Stage {
        /** White space, or a break beside a Chinese character, which has no original. Returns whether to continue. */
        boolean space(int c, int start, int end);

        /** Any other character. Returns whether to continue. */
        boolean add(int c, int start, int end);

        /** Extends the original of the last character, for example to an accent that was stripped from it. */
        void extendTo(int end);
    }

    /**
     * Gives the words of a part of a text to {@code sink} until it accepts no more. Returns whether it accepts more.
     */
    boolean words(CharSequence text, int from, int to, Sink sink) {
        Words words = new Words(sink);
        normalise(text, from, to, words);
        return words.endWord();
    }

    /** The same for a part of a text that is already normalised. */
    boolean words(NormalisedText text, int from, int to, Sink sink) {
        Words words = new Words(sink);
        boolean wanted = true;
        for (int at = from; at < to && wanted;) {
            int c = Character.codePointAt(text.text(), at);
            int end = at + Character.charCount(c);
            wanted = Characters.isSpace(c)
                    ? words.space(c, text.start(at), text.end(end))
                    : words.add(c, text.start(at), text.end(end));
            at = end;
        }
        return words.endWord();
    }

    /** A part of a text with its characters cleaned, stripped of accents and lower-cased. */
    NormalisedText normalise(CharSequence text, int from, int to) {
        NormalisedText result = new NormalisedText();
        normalise(text, from, to, result);
        return result;
    }

    private void normalise(CharSequence text, int from, int to, Stage stage) {
        boolean wanted = true;
        for (int at = from; at < to && wanted;) {
            int c = Character.codePointAt(text, at);
            int end = Math.min(to, at + Character.charCount(c));
            if (!settings.cleanText() || !Characters.isRemoved(c)) {
                wanted = take(stage, c, at, end);
            }
            at = end;
        }
    }

    private boolean take(Stage stage, int c, int start, int end) {
        if (Characters.isSpace(c)) {
            return stage.space(settings.cleanText() ? ' ' : c, start, end);
        }
        if (settings.splitChinese() && Characters.isChinese(c)) {
            return stage.space(' ', start, start) && strip(stage, c, start, end) && stage.space(' ', end, end);
        }
        return strip(stage, c, start, end);
    }

    private boolean strip(Stage stage, int c, int start, int end) {
        if (!settings.stripAccents() || c < 128 || NewerLetters.isWhole(c)) {
            return lower(stage, c, start, end);
        }
        boolean wanted = true;
        String decomposed = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFD);
        for (int i = 0; i < decomposed.length();) {
            int part = decomposed.codePointAt(i);
            i += Character.charCount(part);
            if (Characters.isAccent(part)) {
                stage.extendTo(end);
            } else {
                wanted = lower(stage, part, start, end);
            }
        }
        return wanted;
    }

    private boolean lower(Stage stage, int c, int start, int end) {
        if (!settings.lowercase()) {
            return stage.add(c, start, end);
        }
        if (c == CAPITAL_I_WITH_DOT) {
            // The only character that lower-cases to two characters in any context.
            stage.add('i', start, end);
            return stage.add(DOT_ABOVE, start, end);
        }
        return stage.add(NewerLetters.lowercase(c), start, end);
    }

    /** Splits at white space and punctuation. */
    private final class Words implements Stage {
        private final Sink sink;
        private final Word word = new Word(settings.maxWordLength());
        private boolean wanted = true;

        Words(Sink sink) {
            this.sink = sink;
        }

        @Override
        public boolean space(int c, int start, int end) {
            return endWord();
        }

        @Override
        public boolean add(int c, int start, int end) {
            boolean alone = Characters.isPunctuation(c);
            if (alone) {
                endWord();
            }
            word.add(c, start, end);
            return alone ? endWord() : wanted;
        }

        @Override
        public void extendTo(int end) {
            word.extendTo(end);
        }

        boolean endWord() {
            if (!word.isEmpty() && wanted) {
                wanted = sink.accept(word);
            }
            word.clear();
            return wanted;
        }
    }
}
