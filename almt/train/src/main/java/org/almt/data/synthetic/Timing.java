package org.almt.data.synthetic;

import org.almt.core.random.RandomStream;

/**
 * The times of a sample's informative parts. The words divide a track equally. One opinion word is stressed, and the
 * face follows a little later.
 *
 * @param audioFrames the frames of the voice
 *
 * @param visionFrames the frames of the face
 *
 * @param words whether each word is an opinion or modifies one
 *
 * @param stressed whether each frame of the voice is stressed
 *
 * @param apex whether each frame of the face shows the expression
 */
record Timing(int audioFrames, int visionFrames, boolean[] words, boolean[] stressed, boolean[] apex) {
    /** The number of frames that the stress lasts after its word. */
    private static final int LINGERS = 1;
    /** The expression begins less than this number of frames after its word, and lasts for the next constant. */
    private static final int LATEST_RISE = 3;
    private static final int EXPRESSION_FRAMES = 4;

    static Timing of(Sentence sentence, SyntheticSizes sizes, RandomStream random) {
        int longest = sizes.text().length();
        boolean[] words = new boolean[longest];
        for (int w = 0; w < sentence.length(); w++) {
            words[w] = sentence.words().get(w).informative();
        }
        int[] opinions = sentence.opinions();
        int word = opinions[random.nextInt(opinions.length)];

        boolean[] stressed = new boolean[sizes.audio().length()];
        int audioFrames = start(sentence.length(), longest, stressed.length);
        mark(stressed, start(word, longest, stressed.length),
                start(word + 1, longest, stressed.length) + LINGERS, audioFrames);

        boolean[] apex = new boolean[sizes.vision().length()];
        int visionFrames = start(sentence.length(), longest, apex.length);
        int rise = start(word, longest, apex.length) + random.nextInt(LATEST_RISE);
        mark(apex, rise, rise + EXPRESSION_FRAMES, visionFrames);
        return new Timing(audioFrames, visionFrames, words, stressed, apex);
    }

    /** The first frame of a word, if {@code words} words fill {@code frames} frames. */
    private static int start(int word, int words, int frames) {
        return (int) ((long) word * frames / words);
    }

    /** Marks [from, to), cut at the sample's end, but at least one frame, the sample's last. */
    private static void mark(boolean[] frames, int from, int to, int end) {
        for (int t = Math.min(from, end - 1); t < Math.min(to, end); t++) {
            frames[t] = true;
        }
    }
}
