package org.almt.nn.text;

import java.text.Normalizer;

/**
 * The first half of BERT's tokeniser, in one pass and with memory for one word: clean, strip accents, lower-case, then
 * split at white space, punctuation and Chinese characters.
 *
 * <p>Letters are lower-cased one by one, as in Hugging Face's tokenizers; Python's {@code lower}, in BERT's first code,
 * differs in a Greek sigma at the end of a word. Accents are the nonspacing marks of the canonical decomposition; they
 * are found character by character, because the order of several on one letter does not matter when all of them go.
 */
final class BasicTokenizer {
    private static final int CAPITAL_I_WITH_DOT = 0x130;
    private static final int DOT_ABOVE = 0x307;

    private final TokenizerSettings settings;

    BasicTokenizer(TokenizerSettings settings) {
        this.settings = settings;
    }

    /** Takes words one after another. */
    @FunctionalInterface
    interface Sink {
        /** Takes a word, which changes after the call; returns whether more are wanted. */
        boolean accept(Word word);
    }

    /** Hands the words of a text to {@code sink} until it wants no more. */
    void words(CharSequence text, Sink sink) {
        Run run = new Run(sink);
        for (int at = 0; at < text.length() && run.wanted;) {
            int c = Character.codePointAt(text, at);
            int end = at + Character.charCount(c);
            if (!settings.cleanText() || !Characters.isRemoved(c)) {
                run.take(c, at, end);
            }
            at = end;
        }
        run.endWord();
    }

    /** One text on its way. */
    private final class Run {
        private final Sink sink;
        private final Word word = new Word(settings.maxWordLength());
        private boolean wanted = true;

        Run(Sink sink) {
            this.sink = sink;
        }

        void take(int c, int start, int end) {
            if (Characters.isSpace(c)) {
                endWord();
            } else if (settings.splitChinese() && Characters.isChinese(c)) {
                endWord();
                strip(c, start, end);
                endWord();
            } else {
                strip(c, start, end);
            }
        }

        private void strip(int c, int start, int end) {
            if (!settings.stripAccents() || c < 128) {
                lower(c, start, end);
                return;
            }
            String decomposed = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFD);
            for (int i = 0; i < decomposed.length();) {
                int part = decomposed.codePointAt(i);
                i += Character.charCount(part);
                if (Characters.isAccent(part)) {
                    word.extendTo(end);
                } else {
                    lower(part, start, end);
                }
            }
        }

        private void lower(int c, int start, int end) {
            if (!settings.lowercase()) {
                add(c, start, end);
            } else if (c == CAPITAL_I_WITH_DOT) {
                // The one character whose small form is two, whatever stands around it.
                add('i', start, end);
                add(DOT_ABOVE, start, end);
            } else {
                add(Character.toLowerCase(c), start, end);
            }
        }

        private void add(int c, int start, int end) {
            boolean alone = Characters.isPunctuation(c);
            if (alone) {
                endWord();
            }
            word.add(c, start, end);
            if (alone) {
                endWord();
            }
        }

        void endWord() {
            if (!word.isEmpty() && wanted) {
                wanted = sink.accept(word);
            }
            word.clear();
        }
    }
}
