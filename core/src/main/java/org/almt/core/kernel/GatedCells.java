package org.almt.core.kernel;

/**
 * One time of a gated recurrent network, for n elements of the state. The gates of an element lie n apart: {@code a}
 * holds n elements of the first gate, then n of the second, and so on for four gates.
 *
 * <p>Threads: safe for many at once.
 */
public interface GatedCells {
    /**
     * Long short-term memory. {@code a} holds the inputs of the gates i, f, g, o. They are replaced by the gates:
     * sigmoid for i, f, o and tanh for g. Then cNext = fma(i, g, f * c), t = tanh(cNext), h = o * t.
     */
    void lstm(int n, float[] a, int ao, float[] c, int co, float[] cNext, int cn, float[] t, int to, float[] h, int ho);

    /**
     * The gradients of {@link #lstm}. They are set, not added to. {@code a} holds the gates. They are replaced by the
     * gradients of the gates' inputs. With d = fma(dh * o, fma(-t, t, 1), dc):
     *
     * <pre>
     * di = d * g * (i * (1 - i))      df = d * c * (f * (1 - f))
     * dg = d * i * fma(-g, g, 1)      do = dh * t * (o * (1 - o))      dcBefore = d * f
     * </pre>
     */
    void lstmBackward(
            int n, float[] a, int ao, float[] c, int co, float[] t, int to, float[] dh, int dho, float[] dc, int dco,
            float[] dcBefore, int db);

    /**
     * A gated recurrent unit. {@code a} holds the inputs of the gates r and z. Then it holds two inputs of the
     * candidate: that from x, and m, that from the state. Afterwards it holds r = sigmoid, z = sigmoid, c = tanh(fma(r,
     * m, input)) and m. hNext = fma(z, h - c, c).
     */
    void gru(int n, float[] a, int ao, float[] h, int ho, float[] hNext, int hn);

    /**
     * The gradients of {@link #gru}. They are set, not added to. {@code a} holds r, z, c, m. They are replaced by the
     * gradients of the inputs of r, z and the candidate, and of m:
     *
     * <pre>
     * dc = dh * (1 - z) * fma(-c, c, 1)      dr = dc * m * (r * (1 - r))      dz = dh * (h - c) * (z * (1 - z))
     * dm = dc * r                            dhBefore = dh * z
     * </pre>
     */
    void gruBackward(
            int n, float[] a, int ao, float[] h, int ho, float[] dh, int dho, float[] dhBefore, int db);
}
