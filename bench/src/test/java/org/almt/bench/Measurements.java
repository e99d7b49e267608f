package org.almt.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Made-up cases and figures. */
final class Measurements {
    private Measurements() {}

    /** A product of 512 x 512 x 512, 268 million operations. */
    static Case gemm(String contestant, int threads) {
        String type = contestant.equals(Case.OURS) ? "GemmBenchmark" : "GemmByOther";
        return new Case("org.almt.bench." + type + "." + contestant, new TreeMap<>(
                Map.of("size", "512x512x512", "form", "AB", "threads", Integer.toString(threads))));
    }

    static Case ceiling(int threads) {
        return new Case("org.almt.bench.FmaCeiling.ours", Map.of("threads", Integer.toString(threads)));
    }

    static Case step(String contestant) {
        return new Case("org.almt.bench.AlmtStepBenchmark." + contestant, new TreeMap<>(
                Map.of("preset", "mosi", "threads", "2")));
    }

    static Figure micros(Double... micros) {
        return new Figure(List.of(micros), 24);
    }

    /** A ceiling of so many GFLOP/s. */
    static Figure ceilingAt(double gigaflops, int threads) {
        return micros(FmaCeiling.flops(threads) / gigaflops / 1e3);
    }

    /** A product of {@link #gemm} at so many GFLOP/s. */
    static Figure gemmAt(double gigaflops) {
        return micros(GemmWork.flops("512x512x512") / gigaflops / 1e3);
    }
}
