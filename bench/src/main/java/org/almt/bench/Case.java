package org.almt.bench;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One measurement: a contestant at a piece of work.
 *
 * @param benchmark JMH's name, class and method
 * @param params JMH's parameters
 */
record Case(String benchmark, Map<String, String> params) {
    static final String OURS = "ours";

    /** The order of parameters in the name of a piece of work: the sizes first, the threads last. */
    private static final List<String> ORDER =
            List.of("kernel", "pattern", "model", "preset", "size", "form", "pass", "batch", "tokens", "threads");

    /**
     * The kind of work: {@code Gemm} for the classes {@code GemmBenchmark} and {@code GemmByEjml}, which measure this
     * engine and another at the same work.
     */
    String group() {
        return simpleClass().replaceAll("(Benchmark|By[A-Z].*)$", "");
    }

    /** The contestant, {@code ours} or the name of a peer: the name of the method. */
    String contestant() {
        return benchmark.substring(benchmark.lastIndexOf('.') + 1);
    }

    boolean isOurs() {
        return contestant().equals(OURS);
    }

    String className() {
        return benchmark.substring(0, benchmark.lastIndexOf('.'));
    }

    private String simpleClass() {
        return className().substring(className().lastIndexOf('.') + 1);
    }

    /** A parameter that its benchmark has. */
    String param(String name) {
        return Objects.requireNonNull(params.get(name), name);
    }

    int threads() {
        return Integer.parseInt(params.getOrDefault("threads", "1"));
    }

    /** The name of the work, the same for all contestants: {@code Gemm 512x128x128 AB on 2 threads}. */
    String work() {
        StringBuilder text = new StringBuilder(group());
        for (String name : ORDER) {
            String value = params.get(name);
            if (value != null) {
                text.append(switch (name) {
                    case "batch" -> " batch " + value;
                    case "tokens" -> " of " + value + " tokens";
                    case "threads" -> " on " + value + (value.equals("1") ? " thread" : " threads");
                    default -> " " + value;
                });
            }
        }
        return text.toString();
    }
}
