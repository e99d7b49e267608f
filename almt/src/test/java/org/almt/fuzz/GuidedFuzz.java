package org.almt.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Fuzzing that is guided by coverage. An input is changed further if it takes a branch with a frequency that no earlier
 * input had. Runs in classes of {@link ProbedClasses}. The seed and the effects of a reader's earlier inputs determine
 * its next inputs. Other readers have no effect, so that one reader can be run alone. Each reader gets a minimum number
 * of inputs. Then fast readers get more than slow ones, up to a tenth of all.
 */
final class GuidedFuzz {
    private static final int MOST_KEPT = 3_000;
    private static final int LARGEST_KEPT = 1 << 16;
    private static final int AT_ONCE = 200;
    private static final long SLICE = Duration.ofSeconds(2).toNanos();

    /** A reader, the inputs that took new branches in it, and the branches seen so far. */
    private static final class Reader {
        final Target target;
        final List<byte[]> kept = new ArrayList<>();
        final byte[] seen = new byte[Probes.COUNTS.length];
        final SplittableRandom random;
        long inputs;

        Reader(Target target, long seed) {
            this.target = target;
            random = new SplittableRandom(seed + target.name().hashCode());
        }

        byte[] pick() {
            List<byte[]> from = kept.isEmpty() || random.nextInt(4) == 0 ? target.seeds() : kept;
            return from.get(random.nextInt(from.size()));
        }
    }

    private final Fuzz fuzz;
    private final List<Reader> readers = new ArrayList<>();

    private GuidedFuzz(Path folder, Path found, long seed) throws IOException {
        fuzz = new Fuzz(folder, found);
        Targets.all().forEach(target -> readers.add(new Reader(target, seed)));
    }

    /** One input; the first are the seeds as they are. */
    private void once(Reader reader, String origin) throws IOException {
        List<byte[]> seeds = reader.target.seeds();
        byte[] content = reader.inputs < seeds.size()
                ? seeds.get((int) reader.inputs)
                : new Mutator(reader.random).mutate(reader.pick(), reader.pick(), reader.target.text());
        byte[] bytes = reader.target.envelope().apply(content);
        Probes.clear();
        fuzz.run(reader.target, bytes, origin + ", number " + reader.inputs);
        if (Probes.addTo(reader.seen) && content.length <= LARGEST_KEPT) {
            if (reader.kept.size() < MOST_KEPT) {
                reader.kept.add(content);
            } else {
                reader.kept.set(reader.random.nextInt(MOST_KEPT), content);
            }
        }
        reader.inputs++;
    }

    private void run(long total, long seed, Path log) throws IOException {
        long least = Math.min(50_000, total / readers.size());
        long most = Math.max(least, total / 10);
        long minute = System.nanoTime();
        long done = 0;
        while (done < Math.min(total, most * readers.size())) {
            for (Reader reader : readers) {
                long until = System.nanoTime() + SLICE;
                long limit = Math.min(done < least * readers.size() ? least : most, reader.inputs + total - done);
                while (reader.inputs < limit && System.nanoTime() < until) {
                    long piece = Math.min(AT_ONCE, limit - reader.inputs);
                    for (int i = 0; i < piece; i++) {
                        once(reader, "guided, seed " + seed);
                    }
                    done += piece;
                }
            }
            if (System.nanoTime() - minute > 60_000_000_000L) {
                minute = System.nanoTime();
                write(log);
            }
        }
        write(log);
    }

    private static int branches(Reader reader) {
        int branches = 0;
        for (byte each : reader.seen) {
            branches += each == 0 ? 0 : 1;
        }
        return branches;
    }

    private void write(Path log) throws IOException {
        StringBuilder table = new StringBuilder();
        for (Reader reader : readers) {
            table.append(String.format(Locale.ROOT, "%-22s %9d inputs, %8d accepted, %5d kept, %5d branches%n",
                    reader.target.name(), reader.inputs,
                    fuzz.accepted(reader.target).seeds + fuzz.accepted(reader.target).changed, reader.kept.size(),
                    branches(reader)));
        }
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000_000L;
        long kept = readers.stream().mapToLong(reader -> reader.kept.size()).sum();
        long branches = readers.stream().mapToLong(GuidedFuzz::branches).sum();
        Files.writeString(log,
                table.toString() + fuzz.inputs() + " inputs, " + cpu + " seconds of processor time, " + kept
                        + " kept, " + branches + " branches, " + fuzz.findings().size() + " findings\n");
    }

    /**
     * Distributes a number of inputs over all readers.
     *
     * @return the findings, and at the end how many inputs were kept because they took new branches
     */
    public static List<String> run(Path folder, Path found, long seed, long total) throws IOException {
        GuidedFuzz guided = new GuidedFuzz(folder, found, seed);
        guided.run(total, seed, folder.resolve("guided.log"));
        List<String> result = new ArrayList<>(guided.fuzz.findings());
        result.add(Integer.toString(guided.readers.stream()
                .mapToInt(reader -> reader.kept.size() - reader.target.seeds().size()).sum()));
        return result;
    }
}
