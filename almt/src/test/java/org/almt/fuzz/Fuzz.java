package org.almt.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Gives changed files to readers. Each of these is a finding:
 * <ul>
 * <li>any throwable but an {@link IOException};
 * <li>more than {@value #MOST_SECONDS} seconds of processor time;
 * <li>more than {@value #MOST_MIB} MiB allocated;
 * <li>a refusal whose message does not name the file;
 * <li>an accepted file that {@linkplain FormatRules its format refuses};
 * <li>a file that the reader leaves.
 * </ul>
 * Seed, reader and number determine each input of {@link #run(Target, long, long, long)}, so that it can be made alone.
 */
final class Fuzz {
    static final double MOST_SECONDS = 2;
    static final long MOST_MIB = 320;

    /** Looks of the watchdog, one a second: other programs may have the processor, and this one may be stopped. */
    private static final int HANG = 180;

    private static final String WRONGLY = "accepts what its format refuses: ";

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Path folder;
    private final Path scratch;
    private final List<String> findings = new ArrayList<>();
    private final Map<String, Integer> kinds = new HashMap<>();
    private final Map<String, Accepted> accepted = new HashMap<>();
    private final Path found;
    private long inputs;
    private volatile Watched watched;

    /** How many inputs a reader accepted: its seeds as they are, and changed ones. */
    static final class Accepted {
        int seeds;
        int changed;
    }

    /**
     * @param folder where inputs are read
     * @param found where those are kept that are findings
     */
    Fuzz(Path folder, Path found) throws IOException {
        this.found = found;
        this.folder = Files.createDirectories(folder.resolve("input"));
        this.scratch = Files.createDirectories(folder.resolve("scratch"));
        Thread.ofPlatform().daemon().name("watchdog").start(this::watch);
    }

    List<String> findings() {
        return findings;
    }

    Accepted accepted(Target target) {
        return accepted.computeIfAbsent(target.name(), name -> new Accepted());
    }

    long inputs() {
        return inputs;
    }

    /** The input of a number. */
    static byte[] input(Target target, long seed, long number) {
        SplittableRandom random =
                new SplittableRandom(seed * 0x9e3779b97f4a7c15L + target.name().hashCode() * 31L + number);
        byte[] from = target.seeds().get(random.nextInt(target.seeds().size()));
        byte[] other = target.seeds().get(random.nextInt(target.seeds().size()));
        return target.envelope().apply(new Mutator(random).mutate(from, other, target.text()));
    }

    void run(Target target, long seed, long first, long count) throws IOException {
        for (long number = first; number < first + count; number++) {
            run(target, input(target, seed, number), "seed " + seed + ", number " + number);
        }
    }

    /** One input. */
    void run(Target target, byte[] bytes, String origin) throws IOException {
        inputs++;
        watched = new Watched(target, bytes, Thread.currentThread().threadId());
        Path file = Files.write(folder.resolve(target.file()), bytes);
        long cpu = THREADS.getCurrentThreadCpuTime();
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        String problem = null;
        try {
            target.reader().read(file, scratch);
            count(target, bytes);
            String broken = FormatRules.broken(target.file(), bytes, scratch);
            problem = broken.isEmpty() ? null : WRONGLY + broken;
        } catch (IOException refused) {
            String message = refused.getMessage();
            problem = message == null || !target.isNamed(message)
                    ? "a refusal that does not name the file: " + refused
                            + " at " + Stream.of(refused.getStackTrace()).limit(6).toList()
                    : null;
        } catch (Throwable finding) {
            StackTraceElement[] trace = finding.getStackTrace();
            problem = finding + " at " + Stream.of(trace).limit(6).toList();
        }
        watched = null;
        double seconds = 1e-9 * (THREADS.getCurrentThreadCpuTime() - cpu);
        long mib = THREADS.getCurrentThreadAllocatedBytes() - allocated >> 20;
        if (problem == null && seconds > MOST_SECONDS) {
            problem = "takes " + seconds + " s";
        } else if (problem == null && mib > MOST_MIB) {
            problem = "allocates " + mib + " MiB";
        }
        String left = clean(file);
        problem = problem == null && !left.isEmpty() ? "leaves " + left : problem;
        if (problem != null) {
            report(target, bytes, origin, problem);
        }
    }

    private void count(Target target, byte... bytes) {
        Accepted count = accepted(target);
        if (target.seeds().stream().anyMatch(seed -> Arrays.equals(target.envelope().apply(seed), bytes))) {
            count.seeds++;
        } else {
            count.changed++;
        }
    }

    /** Deletes the file and all others; returns the names of the others. */
    private String clean(Path file) throws IOException {
        Files.deleteIfExists(file);
        StringBuilder left = new StringBuilder();
        for (Path place : List.of(folder, scratch)) {
            String[] names = place.toFile().list(); // a fifth of the time of a stream of paths
            if (names == null || names.length > 0) {
                try (Stream<Path> files = Files.walk(place)) {
                    for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                        if (!each.equals(place)) {
                            left.append(place.relativize(each)).append(' ');
                            Files.delete(each);
                        }
                    }
                }
            }
        }
        return left.toString();
    }

    private void report(Target target, byte[] bytes, String origin, String problem) throws IOException {
        // The first of each kind: by reader and place.
        int place = problem.lastIndexOf(" at [");
        String kind =
                target.name() + (place >= 0 ? problem.substring(place)
                        : problem.startsWith(WRONGLY) ? WRONGLY
                        : problem.replaceAll("[0-9.]+ (s|MiB)", ""));
        if (kinds.merge(kind, 1, Integer::sum) > 1) {
            return;
        }
        Path kept = Files.write(Files.createDirectories(found).resolve(
                target.name() + "-" + findings.size() + "-" + target.file()), bytes);
        findings.add(target.name() + " (" + origin + ", " + kept + "): " + problem);
        System.err.println("FINDING " + findings.getLast());
    }

    /** An input that is being read. */
    private record Watched(Target target, byte[] bytes, long thread) {}

    /** Ends the process if an input never ends: it is kept, so that it can be looked at. */
    private void watch() {
        Watched before = null;
        int looks = 0;
        while (true) {
            LockSupport.parkNanos(1_000_000_000L);
            Watched now = watched;
            looks = now == before ? looks + 1 : 0;
            before = now;
            if (now != null && looks > HANG) {
                System.err.println("HANGS " + now.target.name() + " at "
                        + List.of(Thread.getAllStackTraces().entrySet().stream()
                                .filter(each -> each.getKey().threadId() == now.thread)
                                .flatMap(each -> Stream.of(each.getValue())).toArray()));
                try {
                    System.err.println("kept in " + Files.write(Files.createDirectories(found).resolve(
                            now.target.name() + "-hangs-" + now.target.file()), now.bytes));
                } catch (IOException cannot) {
                    System.err.println("cannot be kept: " + cannot);
                }
                Runtime.getRuntime().halt(3);
            }
        }
    }
}
