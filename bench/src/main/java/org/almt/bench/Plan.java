package org.almt.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.options.Options;

/** The measurements of a run and their order: work by work, so that contestants run within seconds of each other. */
final class Plan {
    private static final List<String> ORDER =
            List.of("FmaCeiling", "Bandwidth", "Gemm", "Attention", "Layer", "Gpt", "Eager", "Kernel", "AlmtStep",
                    "AlmtPredict", "RivalStep",
                    "Bert", "Sentence", "Features");

    private Plan() {}

    /** Every benchmark on the class path with every value of its parameters, or with the values in the options. */
    static List<Case> all(Options options, OutputFormat out) {
        List<Case> cases = new ArrayList<>();
        for (BenchmarkListEntry entry : BenchmarkList.defaultList()
                .find(out, options.getIncludes(), options.getExcludes())) {
            Map<String, String[]> values = entry.getParams().orElse(Map.of());
            List<Map<String, String>> combinations = List.of(Map.of());
            for (String name : new TreeMap<>(values).keySet()) {
                Collection<String> given = options.getParameter(name).orElse(List.of(values.get(name)));
                combinations = times(combinations, name, given);
            }
            for (Map<String, String> params : combinations) {
                Case some = new Case(entry.getUsername(), params);
                if ((some.threads() == 1 || !isOnOneThread(some)) && isWritten(some)) {
                    cases.add(some);
                }
            }
        }
        cases.sort(Comparator.comparingInt((Case some) -> ORDER.indexOf(some.group()))
                .thenComparingInt(Case::threads));
        return cases;
    }

    private static List<Map<String, String>> times(
            List<Map<String, String>> combinations, String name, Collection<String> values) {
        List<Map<String, String>> product = new ArrayList<>();
        for (Map<String, String> combination : combinations) {
            for (String value : values) {
                Map<String, String> longer = new TreeMap<>(combination);
                longer.put(name, value);
                product.add(longer);
            }
        }
        return product;
    }

    /**
     * Whether the contestant exists: only some of the models that ALMT is compared with are written in another library.
     */
    private static boolean isWritten(Case some) {
        return !some.group().equals("RivalStep") || some.isOurs()
                || RivalStepWork.WRITTEN_ELSEWHERE.contains(some.param("model"));
    }

    private static boolean isOnOneThread(Case some) {
        return BenchmarkClass.of(some).isAnnotationPresent(OneThread.class);
    }

    static boolean isCeiling(Case some) {
        return some.group().equals("FmaCeiling") || some.group().equals("Bandwidth");
    }

    /**
     * What a run without arguments measures, in under ten minutes. EJML, which is far slower, is measured in one form
     * on one thread, VectorBLAS in two forms, row kernels on two threads, and predictions at full lengths. The models
     * that ALMT is compared with are left out, because a single step takes seconds. Everything else is measured.
     */
    static boolean byDefault(Case some) {
        boolean paper = some.params().getOrDefault("preset", "").equals("mosi-paper");
        return switch (some.contestant()) {
            case "ejml" -> "AB".equals(some.params().get("form")) && some.threads() == 1;
            case "vectorBlas" -> !"AtB".equals(some.params().get("form"));
            case "plainKernels" -> !paper;
            default -> !some.group().equals("RivalStep") && !(paper && some.group().equals("AlmtPredict"))
                    && !(some.group().equals("Kernel") && some.threads() == 1);
        };
    }

    /** The cases by their work, this engine first. Ceilings come before everything else. */
    static List<List<Case>> rows(Collection<Case> cases, Predicate<Case> wanted) {
        Map<String, List<Case>> rows = new LinkedHashMap<>();
        for (Case some : cases) {
            if (wanted.test(some)) {
                rows.computeIfAbsent(some.work(), _ -> new ArrayList<>()).add(some);
            }
        }
        rows.values().forEach(row -> row.sort(Comparator.comparing(some -> !some.isOurs())));
        return List.copyOf(rows.values());
    }
}
