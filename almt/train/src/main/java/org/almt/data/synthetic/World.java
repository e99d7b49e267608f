package org.almt.data.synthetic;

import org.almt.core.random.RandomStream;

/**
 * The common parts of all samples of a data set, word vectors and mixing matrices, and the generator of samples. A
 * sample is a function of the seed and its index.
 */
final class World {
    /** The standard deviation of the parts of tone and face, in steps of sentiment. */
    private static final double TONE_SHARE = 0.6;
    private static final double FACE_SHARE = 0.6;

    private static final double SARCASTIC = 0.08;
    private static final double POLITE = 0.05;
    private static final double LIMIT = 3;

    /** Separates this data set's random numbers from all other uses of a seed. */
    private static final long PURPOSE = 0x53594E5448L;
    /** The stream of the common parts. Samples have streams 0, 1, … */
    private static final long SHARED = -1;

    private final SyntheticSizes sizes;
    private final RandomStream streams;
    private final ContextVectors embedding;
    private final AudioTrack voice;
    private final VisionTrack face;

    World(SyntheticSizes sizes, long seed) {
        this.sizes = sizes;
        streams = new RandomStream(seed, PURPOSE);
        RandomStream shared = streams.fork(SHARED);
        embedding = new ContextVectors(sizes.text(), shared);
        voice = new AudioTrack(sizes.audio(), shared);
        face = new VisionTrack(sizes.vision(), shared);
    }

    /** Generates the sample with an index. The indices continue over all splits. */
    SyntheticSample sample(int number) {
        RandomStream random = streams.fork(number);
        Contradiction contradiction = contradiction(random.nextDouble());
        boolean sarcastic = contradiction == Contradiction.WORDS;
        boolean polite = contradiction == Contradiction.FACE;

        Sentence sentence = Sentence.saying(opinion(random), sizes.text().length(), random);
        double meant = sarcastic ? -sentence.value() : sentence.value();
        double tone = random.nextGaussian();
        double expression = random.nextGaussian();
        double sentiment = Math.clamp(meant + TONE_SHARE * tone + FACE_SHARE * expression, -LIMIT, LIMIT);
        Truth truth = new Truth(sentiment, meant, TONE_SHARE * tone, FACE_SHARE * expression, contradiction);

        Timing timing = Timing.of(sentence, sizes, random);
        double[] scene = scene(Math.max(timing.audioFrames(), timing.visionFrames()), random);
        float[] text = embedding.embed(sentence.words());
        float[] audio = voice.render(
                timing.audioFrames(), timing.stressed(), tone, sarcastic || polite, scene, random);
        float[] vision = face.render(
                timing.visionFrames(), timing.apex(), polite ? -expression : expression, sarcastic, scene, random);
        return new SyntheticSample(
                sentence, truth, label(sentiment),
                new float[][] {text, audio, vision},
                new int[] {sentence.length(), timing.audioFrames(), timing.visionFrames()},
                new boolean[][] {timing.words(), timing.stressed(), timing.apex()});
    }

    private static Contradiction contradiction(double u) {
        return u < SARCASTIC ? Contradiction.WORDS : u < SARCASTIC + POLITE ? Contradiction.FACE : Contradiction.NONE;
    }

    /**
     * Draws the intended sentiment of the words: rarely neutral, mostly clear, slightly more often positive than
     * negative.
     */
    private static double opinion(RandomStream random) {
        double size = random.nextDouble() < 0.1 ? 0.2 * random.nextGaussian() : 1.4 + 0.6 * random.nextGaussian();
        return random.nextDouble() < 0.54 ? size : -size;
    }

    /** The common background of voice and face. */
    private static double[] scene(int frames, RandomStream random) {
        Drift drift = new Drift(0.95, random);
        double[] scene = new double[frames];
        for (int t = 0; t < frames; t++) {
            scene[t] = drift.next();
        }
        return scene;
    }

    /** Rounds to the nearest fifth, like the mean of five raters' whole numbers; never -0. */
    private static float label(double sentiment) {
        return (float) (Math.rint(sentiment * 5) / 5 + 0.0);
    }
}
