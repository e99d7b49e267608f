package org.almt.learn;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A text that is the same on every machine with a JDK 25: the names of the characters of Unicode 16, such as {@code
 * GREEK SMALL LETTER ALPHA WITH TONOS} or {@code SMILING CAT FACE WITH HEART-SHAPED EYES}.
 */
public final class CharacterNames {
    private static final Pattern WORDS = Pattern.compile("[A-Z]+([ -][A-Z]+)*");
    /** Ends a name, and starts the next one. */
    public static final char END = '\n';
    /** The characters of names, in order: the end, space, hyphen, A to Z. An id is an index into it. */
    public static final String ALPHABET = END + " -ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private CharacterNames() {}

    /** All names that consist of letters, spaces and hyphens, in the order of their code points. */
    public static List<String> all() {
        return Known.NAMES;
    }

    private static List<String> find() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(Character::isDefined)
                .filter(CharacterNames::isNamed).mapToObj(Character::getName).filter(CharacterNames::isOfWords)
                .distinct().toList();
    }

    /** Ideographs and similar characters are left out: their names are the name of a range and a number. */
    private static boolean isNamed(int character) {
        String name = Character.getName(character);
        return name != null && !name.endsWith(" " + Integer.toHexString(character).toUpperCase(Locale.ROOT));
    }

    private static boolean isOfWords(String name) {
        return WORDS.matcher(name).matches();
    }

    /** The names that begin with a given first word, without that word, such as {@code "EGYPTIAN HIEROGLYPH "}. */
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

    /** Computed once, because there are a million code points. */
    private static final class Known {
        static final List<String> NAMES = find();
    }
}
