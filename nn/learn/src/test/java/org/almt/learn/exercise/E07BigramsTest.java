package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.almt.learn.CharacterNames;
import org.almt.learn.Graded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E07BigramsTest implements Graded {
    @Test
    void eachPairIsCountedOnceMore() {
        float[] table = E07Bigrams.probabilities(new int[] {0, 1, 0, 1, 1}, 2); // 0 1, 1 0, 0 1, 1 1
        assertArrayEquals(new float[] {0.25f, 0.75f, 0.5f, 0.5f}, table);
    }

    @Test
    void nothingIsImpossible() {
        assertArrayEquals(new float[] {1 / 3f, 1 / 3f, 1 / 3f},
                Arrays.copyOf(E07Bigrams.probabilities(new int[] {2}, 3), 3));
    }

    @Override
    public float[] answers() {
        int[] text = CharacterNames.ids("LATIN SMALL LETTER A WITH DIAERESIS\nGREEK CAPITAL LETTER OMEGA WITH TONOS\n");
        return E07Bigrams.probabilities(text, CharacterNames.ALPHABET.length());
    }
}
