package org.almt.bench;

/**
 * What a piece of work costs at least, for the roofline: no machine can be faster than its arithmetic at the FMA
 * ceiling, nor than its traffic at the bandwidth, of the threads that it may use.
 *
 * @param flops floating-point operations, a multiply-add counting two; 0 where they say nothing
 * @param bytes traffic with memory, where the arrays are too large to stay in a cache; otherwise 0
 * @param arrays how many large arrays that is, which decides what {@link Bandwidth} is the measure
 */
record Work(double flops, double bytes, int arrays) {
    private static final Work UNKNOWN = new Work(0, 0, 0);

    static Work of(Case measured) {
        return switch (measured.group()) {
            case "Gemm" -> new Work(GemmWork.flops(measured.param("size")), 0, 0);
            case "Attention" -> new Work(AttentionWork.flops(measured.param("size"), measured.param("pass")), 0, 0);
            case "Layer" -> LayerWork.work(measured.param("size"));
            case "Gpt" -> GptWork.work(measured.param("pass"));
            case "Bert" -> new Work(BertWork.flops(measured.param("size"), measured.param("pass")), 0, 0);
            case "RivalStep" ->
                new Work(RivalStepWork.flops(measured.param("model"), measured.param("preset")), 0, 0);
            case "FmaCeiling" -> new Work(FmaCeiling.flops(measured.threads()), 0, 0);
            case "Bandwidth" -> bandwidth(measured.param("pattern"));
            case "Kernel" -> kernel(measured.param("kernel"));
            default -> UNKNOWN;
        };
    }

    private static Work bandwidth(String pattern) {
        return new Work(0, Bandwidth.bytes(pattern), Bandwidth.arrays(pattern));
    }

    /**
     * For each number: the multiplies and multiply-adds, each counting two operations, and reads and writes of memory,
     * a first write counting twice. Additions are not counted, since some cores have a unit of their own for them: one
     * such core does six multiply-adds and six additions in the time of six multiply-adds. A division and a root count
     * as one multiply. Where that is too little the roofline is too high, which flatters nobody.
     */
    private static Work kernel(String name) {
        return switch (name) {
            case "layerNorm forward" -> each(KernelBenchmark.COUNT, 3, 3, 2); // x; y
            case "layerNorm backward" -> each(KernelBenchmark.COUNT, 6, 4, 3); // x, dy; dx read and written
            case "softmax forward" -> each(KernelBenchmark.COUNT, 10, 3, 2); // x; y
            case "softmax backward" -> each(KernelBenchmark.COUNT, 2, 4, 3); // y, dy; dx read and written
            case "gelu forward" -> each(KernelBenchmark.COUNT, 22, 3, 2); // x; y
            case "gelu backward" -> each(KernelBenchmark.COUNT, 24, 4, 3); // x, dy; dx read and written
            case "adamw step" -> each(KernelBenchmark.PARAMETERS, 10, 7, 4); // g; p, m, v read and written
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Work each(int count, int multiplies, int moved, int arrays) {
        return new Work(2.0 * multiplies * count, 4.0 * moved * count, arrays);
    }

    /** The least time in microseconds on a machine of so many GFLOP/s and GB/s; NaN where unknown. */
    double leastMicros(double gigaflops, double gigabytes) {
        if (flops == 0 && bytes == 0) {
            return Double.NaN;
        }
        double arithmetic = flops == 0 ? 0 : flops / gigaflops / 1e3;
        double traffic = bytes == 0 ? 0 : bytes / gigabytes / 1e3;
        return Math.max(arithmetic, traffic);
    }

    /** What bounds it there: {@code fma} or {@code memory}. */
    String bound(double gigaflops, double gigabytes) {
        return flops > 0 && !(bytes / gigabytes > flops / gigaflops) ? "fma" : "memory";
    }
}
