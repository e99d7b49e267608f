package org.almt.learn;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A text that every machine with a JDK 25 has, the same to the letter: the names of the characters of Unicode 16, such
 * as {@code GREEK SMALL LETTER ALPHA WITH TONOS} or {@code SMILING CAT FACE WITH HEART-SHAPED EYES}.
 */
public final class CharacterNames {
    private static final Pattern WORDS = Pattern.compile("[A-Z]+([ -][A-Z]+)*");
    /** Ends a name, and starts the next one. */
    public static final char END = '\n';
    /** What names are made of, in order: the end, space, hyphen, A to Z. An id is a place in it. */
    public static final String ALPHABET = END + " -ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private CharacterNames() {}

    /** All names of letters, spaces and hyphens alone, in the order of their code points. */
    public static List<String> all() {
        return Known.NAMES;
    }

    private static List<String> find() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(Character::isDefined)
                .filter(CharacterNames::isNamed).mapToObj(Character::getName).filter(CharacterNames::isOfWords)
                .distinct().toList();
    }

    /** Not so ideographs and their like, whose names are those of their ranges and a number. */
    private static boolean isNamed(int character) {
        String name = Character.getName(character);
        return name != null && !name.endsWith(" " + Integer.toHexString(character).toUpperCase(Locale.ROOT));
    }

    private static boolean isOfWords(String name) {
        return WORDS.matcher(name).matches();
    }

    /** What follows a first word in the names that start so, such as {@code "EGYPTIAN HIEROGLYPH "} and the like. */
    public static List<String> after(String start) {
        return all().stream().filter(name -> name.startsWith(start)).map(name -> name.substring(start.length()))
                .distinct().toList();
    }

    /** The ids of a text's letters. */
    public static int[] ids(String text) {
        return text.chars().map(ALPHABET::indexOf).toArray();
    }

    /** The text of ids. */
    public static String text(int... ids) {
        return Arrays.stream(ids).mapToObj(id -> String.valueOf(ALPHABET.charAt(id))).collect(Collectors.joining());
    }

    /** Found once: there are a million code points to ask. */
    private static final class Known {
        static final List<String> NAMES = find();
    }
}
