package org.almt.bench;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All figures of a run, by work and contestant, and what went wrong. */
final class Figures {
    private final Map<String, Map<String, Figure>> byWork = new LinkedHashMap<>();
    private final Map<String, Case> example = new LinkedHashMap<>();
    private final Map<String, Double> ceilings = new LinkedHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();
    private final Set<String> measured = new HashSet<>();
    private final Set<String> quiet = new HashSet<>();
    private final Set<String> leftOut = new LinkedHashSet<>();

    void add(Case measured, Figure figure) {
        example.putIfAbsent(measured.work(), measured);
        byWork.computeIfAbsent(measured.work(), _ -> new LinkedHashMap<>())
                .merge(measured.contestant(), figure, Figure::and);
        failures.remove(name(measured));
        Work work = Work.of(measured);
        switch (measured.group()) {
            case "FmaCeiling" -> ceilings.merge(
                    "fma " + measured.threads(), work.flops() / figure.best() / 1e3, Math::max);
            case "Bandwidth" -> ceilings.merge(
                    "memory " + measured.threads() + " " + work.traffic(), work.bytes() / figure.best() / 1e3,
                    Math::max);
            default -> {}
        }
    }

    /** Notes that a contestant gave no figure. */
    void addFailure(Case measured, String reason) {
        failures.put(name(measured), reason);
    }

    private static String name(Case measured) {
        return measured.work() + ": " + measured.contestant();
    }

    /** Notes that there was no time left for a measurement. */
    void leftOut(Case some) {
        leftOut.add(name(some));
    }

    /** Whether a contestant has no figure because there was no time left. */
    boolean isLeftOut(String work, String contestant) {
        return leftOut().contains(work + ": " + contestant);
    }

    /** The contestants that have no figure because there was no time left. */
    List<String> leftOut() {
        return leftOut.stream().filter(name -> !measured.contains(name)).toList();
    }

    /** Notes whether other programs disturbed a measurement. One undisturbed measurement suffices. */
    void disturbed(Case some, boolean disturbed) {
        measured.add(name(some));
        if (!disturbed) {
            quiet.add(name(some));
        }
    }

    /** Whether other programs disturbed all measurements of this work. */
    boolean isNoisy(String work, String contestant) {
        String name = work + ": " + contestant;
        return measured.contains(name) && !quiet.contains(name);
    }

    /** Number of figures for which all measurements were disturbed. */
    int noisy() {
        return measured.size() - quiet.size();
    }

    /** Number of figures. */
    int measured() {
        return measured.size();
    }

    /** The contestants that gave no figure, with the reason. */
    Map<String, String> failures() {
        return failures;
    }

    /** Whether each benchmark of this engine gave a figure. */
    boolean oursIsMeasured() {
        return failures.keySet().stream().noneMatch(name -> name.endsWith(": " + Case.OURS));
    }

    /** The pieces of work with a figure, in the order of measurement. */
    List<String> works() {
        return List.copyOf(byWork.keySet());
    }

    /** The same for one group. */
    List<String> works(Predicate<String> group) {
        return byWork.keySet().stream().filter(work -> group.test(example(work).group())).toList();
    }

    /** A case of this work, of any contestant. */
    Case example(String work) {
        return Objects.requireNonNull(example.get(work), work);
    }

    /** The contestants other than this engine. */
    List<String> peers(String work) {
        List<String> peers = new ArrayList<>(byWork.getOrDefault(work, Map.of()).keySet());
        peers.remove(Case.OURS);
        return peers;
    }

    /** Null if there is none. */
    @Nullable
    Figure figure(String work, String contestant) {
        return byWork.getOrDefault(work, Map.of()).get(contestant);
    }

    /** The time in microseconds, NaN if there is none. */
    double micros(String work, String contestant) {
        Figure figure = figure(work, contestant);
        return figure == null ? Double.NaN : figure.best();
    }

    /** How many times faster this engine is than the peer. */
    double ratio(String work, String peer) {
        return micros(work, peer) / micros(work, Case.OURS);
    }

    /** GFLOP/s of the given number of threads on registers. */
    double gigaflops(int threads) {
        return ceilings.getOrDefault("fma " + threads, Double.NaN);
    }

    /** GB/s of the given number of threads from and to large arrays. */
    double gigabytes(int threads, Traffic traffic) {
        return ceilings.getOrDefault("memory " + threads + " " + traffic, Double.NaN);
    }

    /** The fraction of the machine's ceiling that this engine reaches. */
    double share(String work) {
        Case measured = example.get(work);
        if (measured == null) {
            return Double.NaN;
        }
        Work cost = Work.of(measured);
        int threads = measured.threads();
        return cost.leastMicros(gigaflops(threads), gigabytes(threads, cost.traffic())) / micros(work, Case.OURS);
    }
}
