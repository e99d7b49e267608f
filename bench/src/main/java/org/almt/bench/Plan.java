package org.almt.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
     * on one thread, VectorBLAS in two forms, both at two sizes. Row kernels and causal attention are measured on two
     * threads, and predictions at full lengths. The models that ALMT is compared with are left out, because a single
     * step takes seconds. Everything else is measured.
     */
    static boolean byDefault(Case some) {
        boolean paper = some.params().getOrDefault("preset", "").equals("mosi-paper");
        boolean square = List.of("512x512x512", "1024x1024x1024").contains(some.params().getOrDefault("size", ""));
        return switch (some.contestant()) {
            case "ejml" -> square && "AB".equals(some.params().get("form")) && some.threads() == 1;
            case "vectorBlas" -> square && !"AtB".equals(some.params().get("form"));
            case "plainKernels" -> !paper;
            default -> !some.group().equals("RivalStep") && !(paper && some.group().equals("AlmtPredict"))
                    && !(some.threads() == 1 && (some.group().equals("Kernel")
                            || some.params().getOrDefault("pass", "").startsWith("causal")));
        };
    }

    /**
     * The measurements of a run, one after another: the ceilings, the rows, every second round of them backwards, and
     * the ceilings again, because the machine may have been busy with something else at first.
     */
    static List<Case> order(Collection<Case> chosen, int rounds) {
        List<Case> order = new ArrayList<>();
        List<List<Case>> ceilings = rows(chosen, Plan::isCeiling);
        ceilings.forEach(order::addAll);
        order.addAll(rounds(rows(chosen, some -> !isCeiling(some)), rounds));
        ceilings.forEach(order::addAll);
        return order;
    }

    /** What is measured again because it fell, A-B-B-A. */
    static List<Case> again(Collection<Case> chosen, Predicate<Case> fell) {
        return rounds(rows(chosen, fell), 2);
    }

    private static List<Case> rounds(List<List<Case>> rows, int rounds) {
        List<Case> order = new ArrayList<>();
        for (List<Case> row : rows) {
            for (int round = 0; round < rounds; round++) {
                order.addAll(round % 2 == 0 ? row : row.reversed());
            }
        }
        return order;
    }

    /**
     * The chosen cases and the ceilings that their shares need: arithmetic on as many threads, and memory over the
     * same arrays if memory can be their bound.
     */
    static List<Case> withCeilings(Collection<Case> chosen, Collection<Case> everything) {
        List<Case> cases = new ArrayList<>();
        int[] threads = chosen.stream().mapToInt(Case::threads).sorted().distinct().toArray();
        for (Case some : everything) {
            for (int count : isCeiling(some) && some.threads() == 1 ? threads : new int[0]) {
                Map<String, String> params = new TreeMap<>(some.params());
                params.put("threads", Integer.toString(count));
                Case ceiling = new Case(some.benchmark(), params);
                if (!chosen.contains(ceiling)
                        && chosen.stream().anyMatch(other -> !isCeiling(other) && needs(other, ceiling))) {
                    cases.add(ceiling);
                }
            }
        }
        cases.addAll(chosen);
        return cases;
    }

    /** Refuses a parameter that no chosen benchmark has: JMH would ignore it. */
    static void requireParameters(List<String> arguments, Collection<Case> chosen) {
        Set<String> known = new TreeSet<>();
        chosen.forEach(some -> known.addAll(some.params().keySet()));
        for (int i = 1; i < arguments.size(); i++) {
            String name = arguments.get(i).replaceAll("=.*", "");
            if (arguments.get(i - 1).equals("-p") && !known.contains(name)) {
                throw new IllegalArgumentException("-p " + name + ": the chosen benchmarks have no such parameter; they"
                        + " have " + String.join(", ", known));
            }
        }
    }

    private static boolean needs(Case some, Case ceiling) {
        Work work = work(some);
        boolean bounds = ceiling.group().equals("FmaCeiling")
                ? work.flops() > 0
                : work.bytes() > 0 && work.traffic() == Work.of(ceiling).traffic();
        return bounds && some.threads() == ceiling.threads();
    }

    private static Work work(Case some) {
        try {
            return Work.of(some);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IllegalArgumentException(some.group() + " has no '" + some.params().getOrDefault("size",
                    some.params().toString()) + "'; -Djmh.args=-lp lists the forms of its parameters", e);
        }
    }

    /** The kinds of work, in the order of the plan. */
    static List<String> groups(Collection<Case> cases) {
        return cases.stream().map(Case::group).distinct().toList();
    }

    /** A line for each benchmark, with its parameters and their values if they are wanted. */
    static String list(Options options, OutputFormat out, boolean parameters) {
        StringBuilder text = new StringBuilder();
        for (BenchmarkListEntry entry : BenchmarkList.defaultList()
                .find(out, options.getIncludes(), options.getExcludes())) {
            String name = entry.getUsername();
            text.append(name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1)).append('\n');
            if (parameters) {
                new TreeMap<>(entry.getParams().orElse(Map.of())).forEach((param, values) -> text.append("  -p ")
                        .append(param).append('=').append(String.join(",", values)).append('\n'));
            }
        }
        return text.toString();
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
