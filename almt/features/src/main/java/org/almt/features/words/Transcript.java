package org.almt.features.words;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.almt.features.FeatureException;
import org.almt.features.io.Printable;
import org.almt.features.io.Texts;

/**
 * The words of a clip, with their times if these are known.
 *
 * @param text the sentence
 *
 * @param words its words with times, by time; empty if no times are known
 *
 * @param warnings the warnings, one sentence each
 */
public record Transcript(String text, List<TimedWord> words, List<String> warnings) {
    static final long MOST_BYTES = 16L << 20;

    /** The most words: hours of speech, more than any utterance. A stored word takes 100 bytes. */
    private static final int MOST_WORDS = 100_000;

    /** The most characters of a sentence or a phrase. */
    private static final int MOST_CHARACTERS = 1 << 20;

    /** The line of times above a subtitle. */
    private static final Pattern CUE = Pattern.compile("\\d\\d[.,]\\d{1,3} *--> *\\d");

    /** Copies the lists. */
    public Transcript {
        words = List.copyOf(words);
        warnings = List.copyOf(warnings);
    }

    /** A sentence without times. */
    public static Transcript of(String text) {
        return new Transcript(text, List.of(), List.of());
    }

    /** Words with times. The sentence is these words, with spaces except between Chinese characters. */
    public static Transcript of(List<TimedWord> words) {
        return new Transcript(WordSplit.join(words.stream().map(TimedWord::text).collect(Collectors.toList())), words,
                List.of());
    }

    /**
     * Reads a transcript. Its name gives its format: {@code .csv} and {@code .tsv} (columns word, start, end),
     * {@code .srt}, {@code .vtt}, {@code .TextGrid} (Praat), {@code .json} (Whisper, WhisperX, whisper.cpp). For
     * another name, the contents decide whether it is one of the last four; otherwise it is a sentence.
     *
     * @throws FeatureException if it cannot be used; the message names the file, the place and a remedy
     */
    public static Transcript read(Path file) throws IOException {
        if (Files.isRegularFile(file) && Files.size(file) > MOST_BYTES) {
            throw new FeatureException(
                    Printable.path(file) + ": has " + Files.size(file) + " bytes; at most " + MOST_BYTES
                            + " are read as a transcript");
        }
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        Timeline line;
        if (name.endsWith(".csv") || name.endsWith(".tsv")) {
            line = WordTable.read(file);
        } else if (name.endsWith(".srt") || name.endsWith(".vtt")) {
            line = Subtitles.read(file, text(file));
        } else if (name.endsWith(".textgrid")) {
            line = TextGrid.read(file, text(file));
        } else if (name.endsWith(".json")) {
            line = WhisperJson.read(file, text(file));
        } else {
            String text = text(file).strip();
            if (CUE.matcher(text).find()) {
                return Subtitles.read(file, text).transcript();
            } else if (text.startsWith("{")) {
                return WhisperJson.read(file, text).transcript();
            } else if (text.contains("Object class = \"TextGrid\"")) {
                return TextGrid.read(file, text).transcript();
            }
            String sentence = text.replaceAll("\\s+", " ");
            if (sentence.isEmpty()) {
                throw new FeatureException(Printable.path(file) + ": holds no words");
            }
            if (sentence.length() > MOST_CHARACTERS) {
                throw new FeatureException(Printable.path(file) + ": " + tooLong(sentence));
            }
            return of(sentence);
        }
        return line.transcript();
    }

    private static String tooLong(String said) {
        return "has a text of " + said.length() + " characters; at most " + MOST_CHARACTERS
                + " are read, so cut it into utterances";
    }

    /** Reads a whole text. */
    private static String text(Path file) throws IOException {
        try (BufferedReader reader = Texts.open(file)) {
            StringBuilder text = new StringBuilder();
            char[] part = new char[8192];
            for (int n = reader.read(part); n >= 0; n = reader.read(part)) {
                text.append(part, 0, n);
            }
            return text.toString();
        } catch (CharacterCodingException e) {
            throw Texts.notText(file, e);
        }
    }

    /** Collects words, and checks them one by one. */
    static final class Timeline {
        private final Path file;
        private final List<TimedWord> words = new ArrayList<>();
        private int estimated;
        private boolean disordered;

        Timeline(Path file) {
            this.file = file;
        }

        FeatureException refuse(String place, String what) {
            return new FeatureException(Printable.path(file) + (place.isEmpty() ? "" : ", " + place) + ": " + what);
        }

        /** Adds one word, which must not begin before the previous word. */
        void add(String place, String word, double start, double end) throws FeatureException {
            put(place, word, start, end);
            if (disordered) {
                throw refuse(place, "'" + Printable.text(word.strip()) + "' begins at " + start
                        + " seconds, before the previous word; sort the words by time");
            }
        }

        private void put(String place, String word, double start, double end) throws FeatureException {
            String text = word.strip();
            if (text.isEmpty()) {
                return;
            }
            if (!(start >= 0) || !(end >= start) || end == Double.POSITIVE_INFINITY) {
                throw refuse(place, "'" + Printable.text(text) + "' lasts from " + start + " to " + end
                        + " seconds; expected times from 0 on, with the end after the start");
            }
            if (words.size() == MOST_WORDS) {
                throw refuse(place, "has more than " + MOST_WORDS + " words; cut it into utterances");
            }
            disordered |= !words.isEmpty() && start < words.get(words.size() - 1).start();
            words.add(new TimedWord(text, start, end));
        }

        /**
         * Adds the words spoken between two times. They divide the time in proportion to their letters. Phrases may
         * overlap, for example if two people speak.
         */
        void addPhrase(String place, String phrase, double start, double end) throws FeatureException {
            if (phrase.length() > MOST_CHARACTERS) {
                throw refuse(place, tooLong(phrase));
            }
            List<String> parts = WordSplit.words(phrase);
            int letters = 0;
            for (String part : parts) {
                letters += part.length();
            }
            int before = 0;
            for (String part : parts) {
                double from = start + (end - start) * before / letters;
                before += part.length();
                put(place, part, from, start + (end - start) * before / letters);
            }
            estimated += parts.size() > 1 ? parts.size() : 0;
        }

        Transcript transcript() throws FeatureException {
            if (words.isEmpty()) {
                throw refuse("", "holds no words");
            }
            List<String> warnings = new ArrayList<>();
            if (estimated > 0) {
                warnings.add(Printable.path(file) + ": has times of phrases, not of words; the times of " + estimated
                        + " words are estimated from their letters");
            }
            if (disordered) {
                words.sort(Comparator.comparingDouble(TimedWord::start));
                warnings.add(Printable.path(file) + ": has phrases that overlap or are out of order; their words are"
                        + " sorted by time");
            }
            return new Transcript(Transcript.of(words).text(), words, warnings);
        }
    }
}
