/// # 14. A lost cache line
///
/// 10 minutes. After lesson 13.
///
/// **The trap.** Two threads that never write the same variable seem unable to disturb each other. But a core owns
/// memory in lines of 64 bytes. If two variables are in one line, the line travels between the cores at each write.
///
/// **Naive:** counters side by side. **Right:** counters 128 bytes apart, because processors fetch lines in pairs.
///
/// The sums are right in both cases. Only time is lost. In the engine, attention lost this time: heads are side by side
/// in a row, and two threads wrote neighbouring heads.
///
/// Both ways are measured alike: in two places, five times each in turn. The least of the five times counts, and then
/// the slower place. The times below are from two cores of a virtual Intel Xeon with AVX-512 on which nothing else ran.
/// The run before it printed 8.9 and 4.6 ns. On a busy machine the difference vanishes. It also vanishes where both
/// processors are threads of one core.

import java.util.concurrent.atomic.AtomicLongArray;
import org.almt.learn.Charts;
import org.almt.learn.Lesson;

static final int COUNT = Lesson.isShort() ? 100_000 : 5_000_000;

/** Two threads count, each in a place of its own; nanoseconds of a step. */
static double count(AtomicLongArray counters, int first, int second) throws InterruptedException {
    counters.set(first, 0);
    counters.set(second, 0);
    long start = System.nanoTime();
    Thread other = Thread.ofPlatform().start(() -> count(counters, second));
    count(counters, first);
    other.join();
    if (counters.get(first) != COUNT || counters.get(second) != COUNT) {
        throw new AssertionError("a count is lost");
    }
    return (double) (System.nanoTime() - start) / COUNT;
}

/** An atomic addition needs the line in this core's cache, each time. */
static void count(AtomicLongArray counters, int at) {
    for (int i = 0; i < COUNT; i++) {
        counters.getAndAdd(at, 1);
    }
}

void main() throws InterruptedException {
    AtomicLongArray counters = new AtomicLongArray(64);
    count(counters, 16, 48); // until it is compiled
    // Where a line begins is not known: of two neighbouring pairs, at most one lies across its border.
    int[][] pairs = {{32, 33}, {36, 37}, {16, 32}, {20, 36}};
    double[] least = {1e9, 1e9, 1e9, 1e9};
    for (int run = 0; run < 5; run++) {
        for (int p = 0; p < pairs.length; p++) {
            least[p] = Math.min(least[p], count(counters, pairs[p][0], pairs[p][1]));
        }
    }
    double naive = Math.max(least[0], least[1]);
    double right = Math.max(least[2], least[3]);
    IO.println("two threads, one line:   %5.1f ns a step".formatted(naive));
    IO.println("two threads, two lines:  %5.1f ns a step".formatted(right));
    IO.println("the second way is %.1f times as fast; both counts are right".formatted(naive / right));
    Map<String, Double> bars = new LinkedHashMap<>();
    bars.put("one line", naive);
    bars.put("two lines", right);
    Charts.bars("Nanoseconds of a step, two threads", bars).write("L14CacheLine");
}

/// ## Exercise
///
/// Cut an array for threads so that no two threads share a line. Then count the shared lines of any cut:
/// [E14CacheLine](../src/test/java/org/almt/learn/exercise/E14CacheLine.java). Run `nn/learn/learn test 14`.
///
/// ## Read on
///
/// [What the caches need](../../../core/VECTOR-API.md#what-the-caches-need) has the figures of attention.
