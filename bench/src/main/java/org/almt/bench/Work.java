package org.almt.bench;

/**
 * The least cost of a piece of work, for the roofline. No machine can be faster than the arithmetic at the FMA ceiling,
 * or than the traffic at the bandwidth, both for the threads that the work may use.
 *
 * @param flops floating-point operations, with two for a multiply-add; 0 if they are no useful bound
 * @param bytes memory traffic, if the arrays are too large to stay in a cache; otherwise 0
 * @param traffic what these arrays are; it decides which {@link Bandwidth} applies
 */
record Work(double flops, double bytes, Traffic traffic) {
    private static final Work UNKNOWN = new Work(0, 0, Traffic.NONE);

    static Work of(Case measured) {
        return switch (measured.group()) {
            case "Gemm" -> arithmetic(GemmWork.flops(measured.param("size")));
            case "Attention" -> arithmetic(AttentionWork.flops(measured.param("size"), measured.param("pass")));
            case "Layer" -> LayerWork.work(measured.param("size"));
            case "Gpt" -> GptWork.work(measured.param("pass"));
            case "Bert" -> arithmetic(BertWork.flops(measured.param("size"), measured.param("pass")));
            case "RivalStep" ->
                arithmetic(RivalStepWork.flops(measured.param("model"), measured.param("preset")));
            case "FmaCeiling" -> arithmetic(FmaCeiling.flops(measured.threads()));
            case "Bandwidth" -> bandwidth(measured.param("pattern"));
            case "Kernel" -> kernel(measured.param("kernel"));
            default -> UNKNOWN;
        };
    }

    private static Work arithmetic(double flops) {
        return new Work(flops, 0, Traffic.NONE);
    }

    private static Work bandwidth(String pattern) {
        return new Work(0, Bandwidth.bytes(pattern), Bandwidth.traffic(pattern));
    }

    /**
     * For each element: multiplies and multiply-adds, with two operations each, and reads and writes of memory, with
     * two for a first write. Additions are not counted, because some cores have a separate unit for them: such a core
     * does six multiply-adds and six additions in the time of six multiply-adds. A division and a root count as one
     * multiply. If this is too little, the roofline is too high, which is to the disadvantage of all contestants.
     */
    private static Work kernel(String name) {
        return switch (name) {
            case "layerNorm forward" -> each(KernelBenchmark.COUNT, 3, 3, Traffic.TWO); // x; y
            case "layerNorm backward" -> each(KernelBenchmark.COUNT, 6, 4, Traffic.THREE); // x, dy; dx read and written
            case "softmax forward" -> each(KernelBenchmark.COUNT, 10, 3, Traffic.TWO); // x; y
            case "softmax backward" -> each(KernelBenchmark.COUNT, 2, 4, Traffic.THREE); // y, dy; dx read and written
            case "gelu forward" -> each(KernelBenchmark.COUNT, 22, 3, Traffic.TWO); // x; y
            case "gelu backward" -> each(KernelBenchmark.COUNT, 24, 4, Traffic.THREE); // x, dy; dx read and written
            case "adamw step" -> each(KernelBenchmark.PARAMETERS, 10, 7, Traffic.FOUR); // g; p, m, v read and written
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Work each(int count, int multiplies, int moved, Traffic traffic) {
        return new Work(2.0 * multiplies * count, 4.0 * moved * count, traffic);
    }

    /** The least time in microseconds on a machine with the given GFLOP/s and GB/s. NaN if unknown. */
    double leastMicros(double gigaflops, double gigabytes) {
        if (flops == 0 && bytes == 0) {
            return Double.NaN;
        }
        double arithmetic = flops == 0 ? 0 : flops / gigaflops / 1e3;
        double traffic = bytes == 0 ? 0 : bytes / gigabytes / 1e3;
        return Math.max(arithmetic, traffic);
    }

    /** The bound on that machine: {@code arithmetic} or {@code memory}. */
    String bound(double gigaflops, double gigabytes) {
        return flops > 0 && !(bytes / gigabytes > flops / gigaflops) ? "arithmetic" : "memory";
    }
}
