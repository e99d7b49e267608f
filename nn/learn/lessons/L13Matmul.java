/// # 13. A matrix product in five steps
///
/// 25 minutes. After lesson 3.
///
/// **The trap.** Three loops define a matrix product, and all six orders of the loops give the same numbers. The order
/// that comes to mind first is a hundred times slower than your processor can be.
///
/// **Naive:** (1) the order i, j, k. The inner loop reads a column of B, and so one element of each cache line.
/// **Right**, one step after the other:
///
/// - (2) The inner loop goes along rows.
/// - (3) Each row of B that is read serves four rows of C.
/// - (4) A tile of C stays in registers, with the Vector API.
/// - (5) The engine also copies B into the order of reading, and cuts blocks for the caches. Here it uses one thread.
///
/// All five steps add the products of an element in the same order, with one rounding for each product. So all give the
/// same bits.
///
/// The speeds below are those of one core of a virtual Intel Xeon with AVX-512. The program compares them with the peak
/// of *your* core, which it prints as the ceiling: multiply-adds on registers, without any memory.

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.almt.core.Engine;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;
import org.almt.learn.Charts;
import org.almt.learn.Hash;
import org.almt.learn.Lesson;
import org.almt.nn.Initialiser;

static final int N = 480;
static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
static final int LANES = SPECIES.length();

static void ijk(float[] a, float[] b, float[] c) {
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++) {
            float sum = 0;
            for (int k = 0; k < N; k++) {
                sum = Math.fma(a[i * N + k], b[k * N + j], sum);
            }
            c[i * N + j] = sum;
        }
    }
}

static void ikj(float[] a, float[] b, float[] c) {
    Arrays.fill(c, 0);
    for (int i = 0; i < N; i++) {
        for (int k = 0; k < N; k++) {
            float x = a[i * N + k];
            for (int j = 0; j < N; j++) {
                c[i * N + j] = Math.fma(x, b[k * N + j], c[i * N + j]);
            }
        }
    }
}

static void fourRows(float[] a, float[] b, float[] c) {
    float[] c0 = new float[N];
    float[] c1 = new float[N];
    float[] c2 = new float[N];
    float[] c3 = new float[N];
    float[][] rows = {c0, c1, c2, c3};
    float[] row = new float[N]; // arrays of their own: the compiler gives up on one array with four indices
    for (int i = 0; i < N; i += 4) {
        for (float[] sums : rows) {
            Arrays.fill(sums, 0);
        }
        for (int k = 0; k < N; k++) {
            System.arraycopy(b, k * N, row, 0, N);
            float x0 = a[i * N + k];
            float x1 = a[(i + 1) * N + k];
            float x2 = a[(i + 2) * N + k];
            float x3 = a[(i + 3) * N + k];
            for (int j = 0; j < N; j++) {
                c0[j] = Math.fma(x0, row[j], c0[j]);
                c1[j] = Math.fma(x1, row[j], c1[j]);
                c2[j] = Math.fma(x2, row[j], c2[j]);
                c3[j] = Math.fma(x3, row[j], c3[j]);
            }
        }
        for (int r = 0; r < 4; r++) {
            System.arraycopy(rows[r], 0, c, (i + r) * N, N);
        }
    }
}

static void tile(float[] a, float[] b, float[] c) {
    for (int j = 0; j < N; j += 2 * LANES) {
        for (int i = 0; i < N; i += 4) {
            fourByTwo(a, i * N, b, j, c, i * N + j);
        }
    }
}

/** Four rows by two vectors of C, in registers while k runs. */
static void fourByTwo(float[] a, int ao, float[] b, int bo, float[] c, int co) {
    FloatVector s00 = FloatVector.zero(SPECIES), s01 = s00, s10 = s00, s11 = s00;
    FloatVector s20 = s00, s21 = s00, s30 = s00, s31 = s00;
    for (int k = 0; k < N; k++) {
        FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo + k * N);
        FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + k * N + LANES);
        FloatVector x = FloatVector.broadcast(SPECIES, a[ao + k]);
        s00 = x.fma(b0, s00);
        s01 = x.fma(b1, s01);
        x = FloatVector.broadcast(SPECIES, a[ao + N + k]);
        s10 = x.fma(b0, s10);
        s11 = x.fma(b1, s11);
        x = FloatVector.broadcast(SPECIES, a[ao + 2 * N + k]);
        s20 = x.fma(b0, s20);
        s21 = x.fma(b1, s21);
        x = FloatVector.broadcast(SPECIES, a[ao + 3 * N + k]);
        s30 = x.fma(b0, s30);
        s31 = x.fma(b1, s31);
    }
    s00.intoArray(c, co);
    s01.intoArray(c, co + LANES);
    s10.intoArray(c, co + N);
    s11.intoArray(c, co + N + LANES);
    s20.intoArray(c, co + 2 * N);
    s21.intoArray(c, co + 2 * N + LANES);
    s30.intoArray(c, co + 3 * N);
    s31.intoArray(c, co + 3 * N + LANES);
}

/** Multiply-adds in eight chains that stay in registers; the result is used, or the compiler would drop the loop. */
static float registers(int count) {
    FloatVector f = FloatVector.broadcast(SPECIES, 0.999f), t = FloatVector.broadcast(SPECIES, 0.001f);
    FloatVector x0 = t, x1 = t, x2 = t, x3 = t, x4 = t, x5 = t, x6 = t, x7 = t;
    for (int i = 0; i < count; i++) {
        x0 = x0.fma(f, t);
        x1 = x1.fma(f, t);
        x2 = x2.fma(f, t);
        x3 = x3.fma(f, t);
        x4 = x4.fma(f, t);
        x5 = x5.fma(f, t);
        x6 = x6.fma(f, t);
        x7 = x7.fma(f, t);
    }
    return x0.add(x1).add(x2).add(x3).add(x4.add(x5)).add(x6.add(x7)).lane(0);
}

/** Nanoseconds of the quickest of some runs, on the clock of this thread: others may use the machine meanwhile. */
static double time(Runnable work) {
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    double best = Double.POSITIVE_INFINITY;
    for (int run = 0; run < (Lesson.isShort() ? 1 : 30); run++) {
        long start = clock.getCurrentThreadCpuTime();
        work.run();
        best = Math.min(best, clock.getCurrentThreadCpuTime() - start);
    }
    return best;
}

void main() {
    float[] used = new float[1];
    int count = Lesson.isShort() ? 10_000 : 5_000_000;
    double ceiling = 16.0 * LANES * count / time(() -> used[0] += registers(count));
    IO.println("the ceiling of one core: %.1f GFLOP/s".formatted(ceiling));
    Tensor a = Tensor.zeros(N, N);
    Tensor b = Tensor.zeros(N, N);
    Initialiser.normal(1).fill(a, new RandomStream(1, 0));
    Initialiser.normal(1).fill(b, new RandomStream(2, 0));
    float[] c = new float[N * N];
    Map<String, Runnable> steps = new LinkedHashMap<>();
    steps.put("1  i, j, k", () -> ijk(a.array(), b.array(), c));
    steps.put("2  i, k, j", () -> ikj(a.array(), b.array(), c));
    steps.put("3  four rows", () -> fourRows(a.array(), b.array(), c));
    steps.put("4  tile of vectors", () -> tile(a.array(), b.array(), c));
    Program product = Program.trace(() -> Ops.matmul(a, b)); // allocates nothing when it runs
    steps.put("5  engine, one thread", product::forward);
    Map<String, Double> bars = new LinkedHashMap<>();
    int threads = Engine.threads();
    Engine.useThreads(1);
    steps.forEach((name, step) -> {
        Arrays.fill(c, 0);
        double speed = 2.0 * N * N * N / time(step);
        bars.put(name, speed);
        IO.println("%-22s %6.1f GFLOP/s, %5.1f %% of the ceiling, bits %s".formatted(name, speed,
                100 * speed / ceiling, Hash.of(name.startsWith("5") ? product.result().toArray() : c)));
    });
    Engine.useThreads(threads);
    bars.put("ceiling of one core", ceiling);
    Charts.bars("GFLOP/s of a product of 480 x 480", bars).write("L13Matmul");
}

/// ## Exercise
///
/// Write step 2 for any shape, with the bits of the engine:
/// [E13Matmul](../src/test/java/org/almt/learn/exercise/E13Matmul.java). Run `nn/learn/learn test 13`. Then try to be
/// faster than step 4 in this file, with a tile of six rows.
///
/// ## Read on
///
/// [How plain Java comes close to peak](../../../core/VECTOR-API.md) describes what the compiler and the caches need,
/// with a figure for each claim.
/// ![The register tile of the engine](../../../core/docs/register-tile.svg)
