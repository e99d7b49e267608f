package org.almt.features.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.almt.features.FeatureTable;
import org.almt.features.GoldenFolders;
import org.almt.features.GoldenFolders.Clip;
import org.almt.features.signal.Framer;
import org.almt.features.signal.Padding;
import org.almt.features.signal.Resampler;
import org.almt.features.signal.SignalSink;
import org.almt.features.wav.WavFile;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Features against those that librosa itself computed of the same clips, each within the bound that its own rounding
 * leaves. Any folder in the same layout can be given with {@code -Dalmt.golden.features=DIR}.
 */
class FeatureGoldenTest {
    private static final int RATE = 22_050;
    private static final WorstErrors WORST = new WorstErrors();

    /** Columns of the profile fet, the first and the one behind the last, with their bounds. */
    private record Group(String name, int from, int to, double bound) {}

    private static final List<Group> FET = List.of(new Group("chroma_stft", 0, 12, 4e-6),
            new Group("chroma_cqt", 12, 24, 4.8e-5), new Group("chroma_cens", 24, 36, 2.4e-7),
            new Group("mfcc", 36, 49, 2.6e-4), new Group("rms", 49, 50, 1.6e-7),
            new Group("centroid (Hz)", 50, 51, 3.6e-4),
            new Group("bandwidth (Hz)", 51, 52, 1.2e-4), new Group("contrast (dB)", 52, 59, 4e-6),
            new Group("flatness", 59, 60, 2.4e-6), new Group("roll-off (Hz)", 60, 61, 0),
            new Group("line", 61, 63, 3.6e-7),
            new Group("tonnetz", 63, 69, 5.6e-6), new Group("zcr", 69, 70, 0));

    static List<Clip> clips() {
        return GoldenFolders.clips();
    }

    static List<Clip> clipsOfFet() {
        return with("v11/fet70");
    }

    static List<Clip> clipsOfFet3() {
        return with("v11/fet24_native");
    }

    /** The clips for which something was recorded. */
    private static List<Clip> with(String key) {
        return clips().stream().filter(clip -> clip.recorded().containsKey(key)).toList();
    }

    @AfterAll
    static void writeTable() throws IOException {
        WORST.write(Path.of("target", "feature-errors.csv"));
    }

    @Test
    void allGoldensAreThere() {
        assumeTrue(GoldenFolders.all() != null,
                "only the fixtures are checked: the folder of all goldens is not there, see -Dalmt.golden.features");
        assertTrue(clips().size() >= 3, "clips of " + GoldenFolders.all());
    }

    @ParameterizedTest
    @MethodSource("clips")
    void samplesAreExact(Clip clip) throws IOException {
        Map<String, NpyArray> recorded = clip.recorded();
        WavFile wav = WavFile.open(clip.wav());
        assertEquals(recorded.get("native/sr").longs()[0], wav.rate());
        assertEquals(recorded.get("native/channels").longs()[0], wav.channels());
        assertEquals(recorded.get("native/frames").longs()[0], wav.samples());
        double[] mono = heard(wav);
        ByteBuffer bytes = ByteBuffer.allocate(4 * mono.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double sample : mono) {
            bytes.putFloat((float) sample);
        }
        CRC32 crc = new CRC32();
        crc.update(bytes.array());
        assertEquals(recorded.get("native/mono_crc32").longs()[0], crc.getValue());
    }

    @ParameterizedTest
    @MethodSource("clips")
    void resampledSignalIsThatOfSoxrAndResampy(Clip clip) throws IOException {
        Map<String, NpyArray> recorded = clip.recorded();
        WavFile wav = WavFile.open(clip.wav());
        double[] y = recorded.get("v11/y").doubles();
        double[] ours = resampled(wav, Resampler.SOXR_HQ);
        assertEquals(y.length, ours.length);
        WORST.check("soxr_hq", 5e-7, y, ours);
        if (recorded.containsKey("v07/y")) {
            WORST.check("kaiser_best", 2e-6, recorded.get("v07/y").doubles(), resampled(wav, Resampler.KAISER_BEST));
        }
    }

    @ParameterizedTest
    @MethodSource("clips")
    void spectraAre(Clip clip) throws IOException {
        Map<String, NpyArray> recorded = clip.recorded();
        AudioSource y = source(recorded, "v11/y");
        MelBank bank = new MelBank(RATE, 2048, true);
        long[] frames = recorded.get("v11/stft_frames").longs();
        double[] magnitudes = recorded.get("v11/stft_mag").doubles();
        double[] power = recorded.get("v11/mel_htk_power").doubles();
        double[] decibels = recorded.get("v11/mel_htk_db").doubles();
        int all = power.length / MelBank.BANDS;
        double[] ourPower = new double[power.length];
        double[] ourMagnitudes = new double[magnitudes.length];
        Mfcc htk = new Mfcc(bank, 20);
        Mfcc slaney = new Mfcc(new MelBank(RATE, 2048, false), 20);
        SpectrumSink look = (frame, s) -> {
            for (int band = 0; band < MelBank.BANDS; band++) {
                ourPower[band * all + frame] = bank.power(band, s);
            }
            for (int i = 0; i < frames.length; i++) {
                if (frames[i] == frame) {
                    for (int k = 0; k < s.length; k++) {
                        ourMagnitudes[k * frames.length + i] = s[k];
                    }
                }
            }
        };
        y.stream(new Framer(2048, 512, Padding.ZERO, new Stft(2048, look.and(htk).and(slaney))));
        WORST.check("stft / max", 1e-6, largest(magnitudes), magnitudes, ourMagnitudes);
        WORST.check("mel power / max", 1e-6, largest(power), power, ourPower);
        double[] ourDecibels = new double[decibels.length];
        for (int i = 0; i < decibels.length; i++) {
            ourDecibels[i] = htk.decibels(i % all, i / all);
        }
        WORST.check("mel dB", 1e-3, decibels, ourDecibels);
        WORST.check("mfcc, HTK", 2e-4, recorded.get("v11/mfcc20_htk").doubles(), byColumn(htk, all));
        WORST.check("mfcc, Slaney", 2e-4, recorded.get("v11/mfcc20_slaney").doubles(), byColumn(slaney, all));
    }

    @ParameterizedTest
    @MethodSource("clips")
    void constantQTransformIs(Clip clip) throws IOException {
        Map<String, NpyArray> recorded = clip.recorded();
        constantQ(recorded, LibrosaVersion.V0_11, "v11", "tuning36", 2e-6, 1e-4);
        if (recorded.containsKey("v07/y")) {
            constantQ(recorded, LibrosaVersion.V0_7, "v07", "tuning12", 1e-6, 1e-5);
        }
    }

    private static void constantQ(Map<String, NpyArray> recorded, LibrosaVersion version, String key, String tuningKey,
            double bound, double chromaBound) throws IOException {
        AudioSource y = source(recorded, key + "/y");
        int bins = version.binsPerOctave();
        Tuning tuning = new Tuning(RATE, 2048, bins, false, version.clampsPeaks());
        y.stream(new Framer(2048, 512, version.padding(), new Stft(2048, tuning)));
        double expected = recorded.get(key + "/" + tuningKey).doubles()[0];
        WORST.check("tuning, " + key, 1e-12, new double[] {expected}, new double[] {tuning.estimate()});
        double[] magnitudes = recorded.get(key + "/cqt_mag").doubles();
        int frames = magnitudes.length / (ConstantQ.OCTAVES * bins);
        double[] ours = new double[magnitudes.length];
        Chroma chroma = new Chroma(bins, frames);
        y.stream(new ConstantQ(version, RATE, 512, expected, (octave, frame, m) -> {
            chroma.octave(octave, frame, m);
            for (int k = 0; k < m.length && frame < frames; k++) {
                ours[(octave * bins + k) * frames + frame] = m[k];
            }
        }));
        WORST.check("cqt / max, " + key, bound, largest(magnitudes), magnitudes, ours);
        double[] rows = new double[frames * Chroma.CLASSES];
        Chroma.writeByMaximum(chroma.raw(), rows, 0, Chroma.CLASSES);
        double[] byClass = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            byClass[i] = rows[i % frames * Chroma.CLASSES + i / frames];
        }
        WORST.check("chroma_cqt, " + key, chromaBound, recorded.get(key + "/chroma_cqt").doubles(), byClass);
    }

    @ParameterizedTest
    @MethodSource("clips")
    void the33ColumnsAre(Clip clip) throws IOException {
        Map<String, NpyArray> recorded = clip.recorded();
        sims(recorded, source(recorded, "v11/y"), AudioProfile.LIBROSA_0_11, "v11", 2e-4, 1e-4, "");
        sims(recorded, WavFile.open(clip.wav()), AudioProfile.LIBROSA_0_11, "v11", 1e-3, 1e-4, " from the WAV");
        if (recorded.containsKey("v07/sims33")) {
            sims(recorded, WavFile.open(clip.wav()), AudioProfile.SIMS_2020, "v07", 2e-4, 1e-5, " from the WAV");
        }
    }

    private static void sims(Map<String, NpyArray> recorded, AudioSource source, AudioProfile profile, String key,
            double mfccBound, double chromaBound, String from) throws IOException {
        double[] expected = recorded.get(key + "/sims33").doubles();
        double[] actual = values(profile.extract(source));
        String name = profile.profileName() + from + ": ";
        WORST.check(name + "mfcc", mfccBound, columns(expected, 33, 1, 21), columns(actual, 33, 1, 21));
        WORST.check(name + "chroma", chromaBound, columns(expected, 33, 21, 33), columns(actual, 33, 21, 33));
        double[] zcr = columns(expected, 33, 0, 1);
        double[] ours = columns(actual, 33, 0, 1);
        assertEquals(zcr.length, ours.length);
        int[] unsure = undecidedSigns(recorded.get(key + "/y").doubles(), zcr.length);
        double worst = 0;
        for (int t = 0; t < zcr.length; t++) {
            double difference = Math.abs(zcr[t] - ours[t]);
            if (from.isEmpty() || unsure[t] == 0) {
                assertEquals(0, difference, name + "zcr of frame " + t);
            }
            assertTrue(difference <= 2.0 * unsure[t] / 2048, name + "zcr of frame " + t + " is off by " + difference);
            worst = Math.max(worst, unsure[t] == 0 ? difference : 0);
        }
        WORST.record(name + "zcr", 0, worst);
    }

    /**
     * Samples of each frame that are so small that rounding decides their sign: where digital silence was resampled.
     * Each makes two crossings at most.
     */
    private static int[] undecidedSigns(double[] y, int frames) {
        int[] undecided = new int[frames];
        for (int t = 0; t < frames; t++) {
            for (int i = t * 512 - 1024; i < t * 512 + 1024; i++) {
                double sample = y[Math.max(0, Math.min(y.length - 1, i))];
                undecided[t] += Math.abs(sample) < 5e-7 ? 1 : 0;
            }
        }
        return undecided;
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("clipsOfFet")
    void the70ColumnsAre(Clip clip) throws IOException {
        Map<String, NpyArray> recorded = clip.recorded();
        double[] expected = recorded.get("v11/fet70").doubles();
        double[] actual = values(AudioProfile.FET.extract(source(recorded, "v11/y")));
        for (Group group : FET) {
            WORST.check("fet: " + group.name, group.bound, columns(expected, 70, group.from, group.to),
                    columns(actual, 70, group.from, group.to));
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("clipsOfFet3")
    void the24ColumnsAre(Clip clip) throws IOException {
        Map<String, NpyArray> recorded = clip.recorded();
        double[] expected = recorded.get("v11/fet24_native").doubles();
        double[] actual = values(AudioProfile.FET_0_3.extract(clip.wav()));
        WORST.check("fet-0.3: mfcc", 2.6e-4, columns(expected, 24, 0, 20), columns(actual, 24, 0, 20));
        WORST.check("fet-0.3: rms", 1.6e-7, columns(expected, 24, 20, 21), columns(actual, 24, 20, 21));
        WORST.check("fet-0.3: zcr", 0, columns(expected, 24, 21, 22), columns(actual, 24, 21, 22));
        WORST.check("fet-0.3: roll-off (Hz)", 0, columns(expected, 24, 22, 23), columns(actual, 24, 22, 23));
        WORST.check("fet-0.3: centroid (Hz)", 3.6e-4, columns(expected, 24, 23, 24), columns(actual, 24, 23, 24));
    }

    /** Where two periods fit a nearly silent frame equally well, rounding decides: one frame of a clip may differ. */
    @ParameterizedTest
    @MethodSource("clips")
    void fundamentalFrequencyIs(Clip clip) throws IOException {
        Map<String, NpyArray> recorded = clip.recorded();
        double[] expected = recorded.get("v11/yin").doubles();
        double[] actual = columns(values(AudioProfile.F0.extract(source(recorded, "v11/y"))), 3, 0, 1);
        assertEquals(expected.length, actual.length);
        int off = 0;
        double worst = 0;
        for (int t = 0; t < expected.length; t++) {
            double error = Math.abs(expected[t] - actual[t]) / expected[t];
            if (error > 1e-3) {
                off++;
            } else {
                worst = Math.max(worst, error);
            }
        }
        WORST.record("f0, all frames but one of a clip (relative)", 1e-3, worst);
        assertTrue(off <= 1, off + " of " + expected.length + " frames have another period");
    }

    @Test
    void filtersAre() throws IOException {
        Map<String, NpyArray> filters = GoldenFolders.read("filters.npz");
        banks(filters, "mel_htk_2048", 2048, true);
        banks(filters, "mel_slaney_2048", 2048, false);
        banks(filters, "mel_htk_512", 512, true);
        double[] chroma = filters.get("chroma_fb_512_tuning0").doubles();
        ChromaBank bank = new ChromaBank(RATE, 512, 0);
        for (int c = 0; c < Chroma.CLASSES; c++) {
            for (int k = 0; k < 257; k++) {
                assertEquals(chroma[c * 257 + k], bank.row(c)[k], 1e-7, "class " + c + ", bin " + k);
            }
        }
        ConstantQ transform = new ConstantQ(LibrosaVersion.V0_11, RATE, 512, 0, (octave, frame, m) -> {});
        assertArrayEquals(filters.get("cqt252_lengths").doubles(), transform.lengths(), 1e-8);
    }

    private static void banks(Map<String, NpyArray> filters, String name, int n, boolean htk) throws IOException {
        float[] expected = filters.get(name).floats();
        MelBank bank = new MelBank(RATE, n, htk);
        int bins = n / 2 + 1;
        for (int band = 0; band < MelBank.BANDS; band++) {
            float[] row = bank.row(band, bins);
            for (int k = 0; k < bins; k++) {
                assertEquals(expected[band * bins + k], row[k], 1e-8f, name + ": band " + band + ", bin " + k);
            }
        }
    }

    /** libsoxr's answers to a single 1 and to three 1s at the very start, at many pairs of rates. */
    @Test
    void impulsesAreAnsweredAsBySoxr() throws IOException {
        Map<String, NpyArray> filters = GoldenFolders.read("filters.npz");
        int pairs = 0;
        for (String name : filters.keySet()) {
            if (name.startsWith("soxr_")) {
                String[] parts = name.split("_");
                int from = Integer.parseInt(parts[2]);
                double[] signal = new double[1201];
                if (name.startsWith("soxr_impulse")) {
                    signal[600] = 1;
                } else {
                    signal[0] = signal[1] = signal[2] = 1;
                }
                Recorded ours = new Recorded();
                SignalSink sink = Resampler.SOXR_HQ.between(from, Integer.parseInt(parts[3]), ours);
                sink.accept(signal, signal.length);
                sink.finish();
                double[] expected = filters.get(name).doubles();
                double[] actual = ours.samples();
                for (int i = 0; i < expected.length; i++) {
                    assertEquals(expected[i], actual[i], 5e-7, name + ": sample " + i);
                }
                pairs++;
            }
        }
        assertTrue(pairs >= 20, pairs + " recorded answers");
    }

    private static double[] heard(AudioSource source) throws IOException {
        Recorded recorded = new Recorded();
        source.stream(recorded);
        return recorded.samples();
    }

    private static double[] resampled(AudioSource source, Resampler resampler) throws IOException {
        Recorded recorded = new Recorded();
        source.stream(resampler.between(source.rate(), RATE, recorded));
        return recorded.samples();
    }

    private static AudioSource source(Map<String, NpyArray> recorded, String key) throws IOException {
        return AudioSource.of(key, RATE, recorded.get(key).floats());
    }

    private static double largest(double[] values) {
        double largest = Double.MIN_NORMAL;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static double[] values(FeatureTable table) {
        int columns = table.columns().size();
        double[] values = new double[table.frames() * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = table.value(i / columns, i % columns);
        }
        return values;
    }

    private static double[] columns(double[] rows, int width, int from, int to) {
        double[] part = new double[rows.length / width * (to - from)];
        for (int i = 0; i < part.length; i++) {
            part[i] = rows[i / (to - from) * width + from + i % (to - from)];
        }
        return part;
    }

    /** [coefficients, frames], as recorded. */
    private static double[] byColumn(Mfcc mfcc, int frames) {
        double[] rows = new double[frames * 20];
        mfcc.write(rows, 0, 20);
        double[] columns = new double[rows.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = rows[i % frames * 20 + i / frames];
        }
        return columns;
    }
}
