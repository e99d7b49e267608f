package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.almt.core.Engine;
import org.almt.core.Shape;
import org.almt.core.Packable;
import org.almt.core.Tensor;
import org.almt.core.kernel.TestKernels;
import org.almt.core.parallel.Slabs;
import org.almt.core.random.RandomStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products cut into slabs give the bits of one call of the kernel. */
@Tag("every-width")
class GemmTest {
    @BeforeAll
    static void chooseWidth() {
        TestKernels.assumeWidth();
    }

    /** Few and many products, slabs of rows and of columns, one and several blocks of k, B packed ahead or not. */
    @ParameterizedTest
    @CsvSource({
            "1,300,210,130", "1,24,530,70", "1,1,3000,200", "1,130,70,1100", "1,70,3,4000", "1,760,160,800",
            "3,70,90,110", "9,40,50,30", "9,170,180,150", "9,60,190,380", "20,3,2,5", "0,2,3,4", "2,0,3,4", "2,3,0,4",
            "2,3,4,0"
    })
    void slabsGiveTheSameBits(int batch, int m, int n, int k) {
        RandomStream random = new RandomStream(5, batch + m + n + k);
        for (int variant = 0; variant < 16; variant++) {
            boolean transA = (variant & 1) != 0;
            boolean transB = (variant & 2) != 0;
            boolean add = (variant & 4) != 0;
            boolean packed = (variant & 8) != 0 && !transA;
            Tensor a = normal(random, transA ? Shape.of(batch, k, m) : Shape.of(batch, m, k));
            Tensor b = normal(random, transB ? Shape.of(batch, n, k) : Shape.of(batch, k, n));
            Tensor c = normal(random, Shape.of(batch, m, n));
            float[] whole = c.toArray();
            for (int i = 0; i < batch; i++) {
                Engine.kernels().products().gemm(transA, transB, m, n, k, a.array(), i * m * k, transA ? m : k,
                        b.array(), i * k * n, transB ? k : n, whole, i * m * n, n, add);
            }
            Gemm gemm = new Gemm(batch, transA, transB, m, n, k, add);
            if (packed) {
                Packable packable = gemm.packable(b);
                packable.form().pack(b, Engine.kernels());
                packable.use().accept(packable.form());
            }
            gemm.run(a, b, c);
            assertArrayEquals(whole, c.toArray(), "variant " + variant);
        }
    }

    /** Threads pack for themselves. Few threads take large parts of C, many threads small ones. */
    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,3", "16,16", "64,2"})
    void partsGiveTheSameBitsForEachNumberOfThreads(int parts, int threads) {
        RandomStream random = new RandomStream(7, parts);
        int before = Engine.threads();
        Engine.useThreads(threads);
        if (parts > threads) {
            Slabs.watch((n, size, slab) -> {
                for (int from = n - 1 - (n - 1) % size; from >= 0; from -= size) {
                    slab.run(from, Math.min(size, n - from));
                }
            });
        }
        try {
            for (int[] mnk : new int[][] {
                    {130, 70, 1100}, {300, 600, 140}, {64, 300, 520}, {1000, 33, 20}, {520, 70, 1100}}) {
                int m = mnk[0];
                int n = mnk[1];
                int k = mnk[2];
                for (int variant = 0; variant < 4; variant++) {
                    boolean transA = (variant & 1) != 0;
                    boolean transB = (variant & 2) != 0;
                    Tensor a = normal(random, transA ? Shape.of(k, m) : Shape.of(m, k));
                    Tensor b = normal(random, transB ? Shape.of(n, k) : Shape.of(k, n));
                    Tensor c = normal(random, Shape.of(m, n));
                    Tensor row = normal(random, Shape.of(n));
                    float[] whole = c.toArray();
                    Gemm gemm = new Gemm(1, transA, transB, m, n, k, true);
                    for (int run = 0; run < 3; run++) { // from the second on with another B in the same place
                        boolean fromRow = run == 2 && !transA;
                        for (int r = 0; fromRow && r < m; r++) {
                            System.arraycopy(row.array(), row.offset(), whole, r * n, n);
                        }
                        Engine.kernels().products().gemm(transA, transB, m, n, k, a.array(), 0, transA ? m : k,
                                b.array(), 0, transB ? k : n, whole, 0, n, true);
                        if (fromRow) {
                            gemm.runFrom(row, a, b, c);
                        } else {
                            gemm.run(a, b, c);
                        }
                        assertArrayEquals(whole, c.toArray(), m + " x " + n + " x " + k + ", variant " + variant);
                        b.array()[k + 3] += 1;
                    }
                }
            }
        } finally {
            Slabs.watch(null);
            Engine.useThreads(before);
        }
    }

    /** A tensor with two axes serves all products: as B, and as a C to which all of them are added. */
    @ParameterizedTest
    @CsvSource({"3,70,90,110", "9,40,50,30"})
    void productsMayShareAMatrix(int batch, int m, int n, int k) {
        RandomStream random = new RandomStream(6, batch);
        Tensor a = normal(random, Shape.of(batch, m, k));
        Tensor b = normal(random, Shape.of(k, n));
        Tensor c = normal(random, Shape.of(m, n));
        float[] sum = c.toArray();
        for (int i = 0; i < batch; i++) {
            Engine.kernels().products().gemm(false, false, m, n, k, a.array(), i * m * k, k, b.array(), 0, n,
                    sum, 0, n, true);
        }
        new Gemm(batch, false, false, m, n, k, true).run(a, b, c);
        assertArrayEquals(sum, c.toArray());
    }

    private static Tensor normal(RandomStream random, Shape shape) {
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < shape.count(); i++) {
            tensor.array()[i] = (float) random.nextGaussian();
        }
        return tensor;
    }
}
