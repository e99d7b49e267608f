package org.almt.data.missing;

/**
 * NumPy's legacy generator (MT19937; Matsumoto and Nishimura, "Mersenne Twister", 1998), as used by
 * {@code numpy.random.seed} and {@code numpy.random.uniform}. The numbers are the same to the bit.
 *
 * <pre>
 * m_0 = seed        m_i = 1812433253 (m_(i-1) ^ (m_(i-1) &gt;&gt; 30)) + i        624 words of 32 bits
 * double = ((a &gt;&gt; 5) 2^26 + (b &gt;&gt; 6)) / 2^53                          a, b: two outputs
 * </pre>
 */
final class MersenneTwister {
    private static final int N = 624;
    private static final int M = 397;
    private static final int MATRIX = 0x9908b0df;
    private static final int UPPER = 0x80000000;
    private static final int LOWER = 0x7fffffff;
    private static final int SPREAD = 1812433253;

    private final int[] state = new int[N];
    private int next = N;

    MersenneTwister(int seed) {
        state[0] = seed;
        for (int i = 1; i < N; i++) {
            state[i] = SPREAD * (state[i - 1] ^ state[i - 1] >>> 30) + i;
        }
    }

    /** A uniform number in [0, 1). */
    double nextDouble() {
        long a = nextInt() >>> 5;
        long b = nextInt() >>> 6;
        return ((a << 26) + b) * 0x1p-53;
    }

    private int nextInt() {
        if (next == N) {
            twist();
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= y << 7 & 0x9d2c5680;
        y ^= y << 15 & 0xefc60000;
        return y ^ y >>> 18;
    }

    private void twist() {
        for (int i = 0; i < N; i++) {
            int y = state[i] & UPPER | state[(i + 1) % N] & LOWER;
            state[i] = state[(i + M) % N] ^ y >>> 1 ^ ((y & 1) == 0 ? 0 : MATRIX);
        }
        next = 0;
    }
}
