package org.almt.features.audio;

import java.util.ArrayList;
import java.util.List;

/** The names of the columns of the profiles. */
final class Columns {
    private static final List<String> CLASSES =
            List.of("C", "Cs", "D", "Ds", "E", "F", "Fs", "G", "Gs", "A", "As", "B");

    static final List<String> SIMS = new Names().one("zcr").numbered("mfcc", 20).classes("chroma").all;
    static final List<String> FET_3 =
            new Names().numbered("mfcc", 20).one("rms").one("zcr").one("rolloff").one("centroid").all;
    static final List<String> FET = new Names().classes("chroma_stft").classes("chroma_cqt").classes("chroma_cens")
            .numbered("mfcc", 13).one("rms").one("centroid").one("bandwidth").numbered("contrast", 7).one("flatness")
            .one("rolloff").one("slope").one("offset").numbered("tonnetz", 6).one("zcr").all;
    static final List<String> F0 = List.of("f0", "voiced", "log_f0");

    private Columns() {}

    private static final class Names {
        private final List<String> all = new ArrayList<>();

        Names one(String name) {
            all.add(name);
            return this;
        }

        Names numbered(String name, int count) {
            for (int i = 0; i < count; i++) {
                all.add(name + "_" + i);
            }
            return this;
        }

        Names classes(String name) {
            CLASSES.forEach(c -> all.add(name + "_" + c));
            return this;
        }
    }
}
