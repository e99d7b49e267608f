package org.almt.features.words;

import java.util.ArrayList;
import java.util.List;

/** Splits a sentence into words: at white space, and around each Chinese character. */
public final class WordSplit {
    private WordSplit() {}

    /** The words of a sentence, in order. */
    public static List<String> words(String sentence) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        sentence.codePoints().forEach(c -> {
            boolean chinese = isChinese(c);
            if (chinese || Character.isWhitespace(c) || c == 0xA0 || c == 0x3000) {
                finish(word, words);
            }
            if (chinese) {
                words.add(Character.toString(c));
            } else if (!Character.isWhitespace(c) && c != 0xA0 && c != 0x3000) {
                word.appendCodePoint(c);
            }
        });
        finish(word, words);
        return words;
    }

    private static void finish(StringBuilder word, List<String> words) {
        if (word.length() > 0) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static boolean isChinese(int c) {
        return Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN && Character.isLetter(c);
    }

    /** Joins words to a sentence: with a space between two words, unless one side is Chinese. */
    static String join(List<String> words) {
        StringBuilder sentence = new StringBuilder();
        for (String word : words) {
            if (word.isEmpty()) {
                continue;
            }
            if (sentence.length() > 0 && !isChinese(sentence.codePointBefore(sentence.length()))
                    && !isChinese(word.codePointAt(0))) {
                sentence.append(' ');
            }
            sentence.append(word);
        }
        return sentence.toString();
    }
}
