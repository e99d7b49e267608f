package org.almt.features.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.almt.features.FeatureException;
import org.almt.features.FeatureTable;
import org.almt.features.signal.Resampler;
import org.almt.features.signal.SignalSink;
import org.almt.features.wav.WavFile;

/**
 * A named set of features of sound. The name determines everything that affects the values: library version, rate,
 * frame length, hop, columns and their order. A model must read features of the profile that it was trained on.
 */
public enum AudioProfile {
    /** CH-SIMS v1 and v2, and MMSA's {@code DataPre.py}: librosa 0.7.1 at 22,050 Hz, 33 columns. */
    SIMS_2020("sims-2020", 22_050, LibrosaVersion.V0_7, Columns.SIMS,
            "librosa 0.7.1: zero-crossing rate (called log F0 in the CH-SIMS paper), 20 MFCC, 12 chroma") {
        @Override
        Extraction extraction(int rate) {
            return new SimsFeatures(LibrosaVersion.V0_7, rate);
        }
    },
    /** The same 33 columns as librosa 0.10 and 0.11 compute them today. */
    LIBROSA_0_11("librosa-0.11", 22_050, LibrosaVersion.V0_11, Columns.SIMS,
            "librosa 0.11: zero-crossing rate, 20 MFCC, 12 chroma") {
        @Override
        Extraction extraction(int rate) {
            return new SimsFeatures(LibrosaVersion.V0_11, rate);
        }
    },
    /** MMSA-FET up to 0.3.1 with its default configuration: the clip's own rate, 24 columns. */
    FET_0_3("fet-0.3", 0, LibrosaVersion.V0_11, Columns.FET_3,
            "MMSA-FET up to 0.3.1, at the clip's own rate: 20 MFCC, RMS, zero-crossing rate, roll-off, centroid") {
        @Override
        Extraction extraction(int rate) {
            return new Fet3Features(rate);
        }
    },
    /** MMSA-FET since 0.4.0 with its default configuration: 22,050 Hz, hop 128, 70 columns. */
    FET("fet", 22_050, LibrosaVersion.V0_11, Columns.FET,
            "MMSA-FET since 0.4.0: three kinds of chroma, 13 MFCC, spectral shape, tonal centroids,"
                    + " zero-crossing rate") {
        @Override
        Extraction extraction(int rate) {
            return new FetFeatures(rate);
        }
    },
    /** The fundamental frequency by YIN. No published model was trained on it. */
    F0("f0", 22_050, LibrosaVersion.V0_11, Columns.F0,
            "fundamental frequency by YIN from C2 to C7: Hz, voiced or not, its logarithm where voiced") {
        @Override
        Extraction extraction(int rate) {
            return new Yin(rate);
        }
    };

    /**
     * The longest clip that is read, in seconds. Memory grows with rows and columns: one hour in profile {@code fet}
     * has 620,157 rows of 70 columns, 347 MB in double precision. More than two copies are in memory while they are
     * completed.
     */
    public static final int MOST_SECONDS = 3600;

    private final String name;
    private final int rate;
    private final LibrosaVersion version;
    private final List<String> columns;
    private final String description;

    AudioProfile(String name, int rate, LibrosaVersion version, List<String> columns, String description) {
        this.name = name;
        this.rate = rate;
        this.version = version;
        this.columns = columns;
        this.description = description;
    }

    /** Creates a computation of this profile's features at a rate. */
    abstract Extraction extraction(int rate);

    /** The profile with a name, such as {@code sims-2020}. */
    public static AudioProfile of(String name) throws FeatureException {
        List<String> names = new ArrayList<>();
        for (AudioProfile profile : values()) {
            if (profile.name.equals(name.toLowerCase(Locale.ROOT))) {
                return profile;
            }
            names.add(profile.name);
        }
        throw new FeatureException("there is no audio profile '" + name + "'; there are " + String.join(", ", names));
    }

    /** The name in commands and files. */
    public String profileName() {
        return name;
    }

    /** The rate in Hz to which clips are resampled; 0 for the clip's own rate. */
    public int rate() {
        return rate;
    }

    /** The names of the columns, in order. */
    public List<String> columns() {
        return columns;
    }

    /** A description in one line. */
    public String description() {
        return description;
    }

    /**
     * Computes the features of a WAV file.
     *
     * @throws FeatureException if the file cannot be used; the message gives the reason and a remedy
     * @throws IOException if reading fails
     */
    public FeatureTable extract(Path wav) throws IOException {
        return extract(WavFile.open(wav));
    }

    /** Computes the features of a signal. */
    public FeatureTable extract(AudioSource source) throws IOException {
        checkRate(source);
        int at = rate == 0 ? source.rate() : rate;
        KeptSignal signal = new KeptSignal(source, at, version.loading());
        Extraction extraction = extraction(at);
        SignalWarnings found = new SignalWarnings();
        signal.first(Extraction.all(found, extraction.first()), this != F0 && this != FET_0_3);
        if (signal.samples() == 0) {
            throw new FeatureException(source.name() + ": is too short: " + source.samples() + " samples at "
                    + source.rate() + " Hz give no sample at " + at + " Hz");
        }
        if (this == SIMS_2020 && signal.samples() < version.shortestClip()) {
            throw new FeatureException(source.name() + ": is too short for chroma over seven octaves: "
                    + signal.samples() + " samples at " + at + " Hz; expected at least " + version.shortestClip()
                    + ", or profile librosa-0.11");
        }
        Optional<SignalSink> second = extraction.second();
        if (second.isPresent()) {
            signal.second(second.get());
        }
        double[] rows = extraction.rows();
        int frames = rows.length / columns.size();
        double[] times = new double[2 * frames];
        double seconds = (double) signal.samples() / at;
        for (int t = 0; t < frames; t++) {
            double centre = (double) t * extraction.hop() / at;
            double half = extraction.frameLength() / 2.0 / at;
            times[2 * t] = Math.max(0, centre - half);
            times[2 * t + 1] = Math.min(seconds, centre + half);
        }
        List<String> warnings = new ArrayList<>();
        source.warnings().forEach(warning -> warnings.add(source.name() + ": " + warning));
        found.sentences().forEach(warning -> warnings.add(source.name() + ": " + warning));
        return new FeatureTable(columns, rows, times, (double) extraction.hop() / at, warnings);
    }

    private void checkRate(AudioSource source) throws FeatureException {
        if (source.rate() < Resampler.LOWEST_RATE || source.rate() > Resampler.HIGHEST_RATE) {
            throw new FeatureException(source.name() + ": has a rate of " + source.rate() + " Hz; expected "
                    + Resampler.LOWEST_RATE + " to " + Resampler.HIGHEST_RATE
                    + ", so bring it to 22050 Hz first: ffmpeg -i IN -ar 22050 OUT.wav");
        }
        if (source.samples() > (long) MOST_SECONDS * source.rate()) {
            throw new FeatureException(source.name() + ": lasts " + source.samples() / source.rate()
                    + " seconds; at most " + MOST_SECONDS + " are read, so cut it into clips, one for each utterance:"
                    + " ffmpeg -i IN -ss FROM -t SECONDS OUT.wav");
        }
    }
}
