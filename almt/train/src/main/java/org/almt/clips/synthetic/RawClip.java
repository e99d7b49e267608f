package org.almt.clips.synthetic;

import java.util.List;
import org.almt.core.random.RandomStream;
import org.almt.data.SplitName;
import org.almt.features.words.TimedWord;

/**
 * The true properties of one clip. The sentiment s, from -3 to 3, determines the pitch, the loudness and two action
 * units:
 *
 * <pre>
 *   pitch     f0 = 160 + 14 s + noise  (Hz, constant over the clip)
 *   loudness  a  = 0.16 + 0.03 s + noise  (peak amplitude while a word is spoken; between words there is silence)
 *   smile     AU12_r = 2 + 0.6 s + noise,  frown  AU04_r = 2 - 0.6 s + noise  (from 0 to 5)
 * </pre>
 *
 * @param id its name
 * @param split its split
 * @param sentiment s
 * @param pitch f0 in Hz
 * @param loudness a
 * @param smile intensity of AU12
 * @param frown intensity of AU04
 * @param words the spoken words, with their times
 * @param seconds the duration of the clip
 */
public record RawClip(String id, SplitName split, double sentiment, double pitch, double loudness, double smile,
        double frown, List<TimedWord> words, double seconds) {
    private static final List<String> GOOD = List.of("lovely", "great", "moving", "brilliant");
    private static final List<String> BAD = List.of("boring", "awful", "silly", "terrible");
    private static final List<String> OTHERS =
            List.of("the", "film", "was", "we", "saw", "it", "last", "week", "with", "friends");
    private static final double STEP = 0.02;

    /** Draws a clip. */
    static RawClip draw(long seed, int number, SplitName split) {
        RandomStream random = new RandomStream(seed, 0xC11B + number);
        double sentiment = -3 + 6 * random.nextDouble();
        double pitch = 160 + 14 * sentiment + 2 * random.nextGaussian();
        double loudness = Math.max(0.04, 0.16 + 0.03 * sentiment + 0.01 * random.nextGaussian());
        double smile = intensity(2 + 0.6 * sentiment + 0.3 * random.nextGaussian());
        double frown = intensity(2 - 0.6 * sentiment + 0.3 * random.nextGaussian());
        int count = 4 + random.nextInt(3);
        int opinion = random.nextInt(count);
        List<TimedWord> words = new java.util.ArrayList<>();
        double time = 0.1;
        for (int w = 0; w < count; w++) {
            List<String> choice = w != opinion ? OTHERS : sentiment > 0 ? GOOD : BAD;
            double end = rounded(time + 0.2 + 0.15 * random.nextDouble());
            words.add(new TimedWord(choice.get(random.nextInt(choice.size())), time, end));
            time = rounded(end + 0.08 + 0.1 * random.nextDouble());
        }
        return new RawClip(String.format("%04d", number), split, sentiment, pitch, loudness, smile, frown,
                List.copyOf(words), rounded(time + 0.1));
    }

    private static double intensity(double value) {
        return Math.max(0, Math.min(5, value));
    }

    private static double rounded(double seconds) {
        return Math.rint(seconds / STEP) * STEP;
    }

    /** The sentence. */
    public String text() {
        return String.join(" ", words.stream().map(TimedWord::text).toList());
    }
}
