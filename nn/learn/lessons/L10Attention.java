/// # 10. Attention by hand, then fused
///
/// 20 minutes. After lessons 6 and 7.
///
/// Three matrices turn each row into a query q, a key k and a value v. Attention gives to each row softmax(q kᵀ /
/// sqrt(E)) v. This is a mean of the values. A value has a large weight if its key fits the query of the row. A *head*
/// is one such computation, on its own E columns of q, k and v.
///
/// **The trap.** A row must not see later rows. It looks right to set their weights to 0 *after* softmax. But softmax
/// has already divided by a sum that contains them. So the weights no longer add up to 1, and the first row still knows
/// something of the last.
///
/// **Naive:** zero after softmax. **Right:** minus infinity before softmax.
///
/// **By hand, then fused.** The weights of 256 rows are a table of 256 x 256 for each head. The fused operations never
/// have this table in memory. The masked operation computes row by row, and sums in the order that all operations of
/// the engine use. So its bits are those of the computation by hand. The unmasked operation reads the keys block by
/// block, and keeps a running maximum and sum. It gives the same numbers with other last bits.

import static org.almt.core.op.Ops.*;

import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;
import org.almt.learn.Charts;
import org.almt.learn.Canvas;
import org.almt.learn.Canvas.Colour;
import org.almt.nn.Initialiser;

static final int HEADS = 4;
static final int SIZE = 16; // of a head
static final float SCALE = 1 / 4f; // 1 / sqrt(SIZE)

/** q, k, v [1, N, H * E]: the weights P [1, H, N, N], by hand. */
static Tensor weights(Tensor q, Tensor k, Tensor mask) {
    Tensor scores = scale(matmul(heads(q), false, heads(k), true), SCALE); // [1, H, N, N]
    return softmax(mask == null ? scores : add(scores, mask));
}

/** [1, N, H * E] to [1, H, N, E]. */
static Tensor heads(Tensor x) {
    return transpose(reshape(x, 1, x.shape().size(1), HEADS, SIZE), 1, 2);
}

/** P [1, H, N, N] and v [1, N, H * E] to [1, N, H * E]. */
static Tensor collect(Tensor p, Tensor v) {
    return reshape(transpose(matmul(p, heads(v)), 1, 2), 1, v.shape().size(1), HEADS * SIZE);
}

/** 0 for rows that are seen, {@code hidden} for later ones. */
static Tensor triangle(int n, float seen, float hidden) {
    Tensor mask = Tensor.full(seen, n, n);
    for (int i = 0; i < n; i++) {
        Arrays.fill(mask.array(), i * n + i + 1, (i + 1) * n, hidden);
    }
    return mask;
}

static Tensor random(int n, long seed) {
    Tensor x = Tensor.zeros(1, n, HEADS * SIZE);
    Initialiser.normal(1).fill(x, new RandomStream(seed, 0));
    return x;
}

/** By how much the first row changes when the last row of the keys does. */
static float leak(int n, boolean naive) {
    Tensor q = random(n, 1);
    Tensor v = random(n, 3);
    Tensor[] first = new Tensor[2];
    for (int i = 0; i < 2; i++) {
        Tensor k = random(n, 2);
        Arrays.fill(k.array(), (n - 1) * HEADS * SIZE, n * HEADS * SIZE, i);
        Tensor p = naive
                ? mul(weights(q, k, null), triangle(n, 1, 0))
                : weights(q, k, triangle(n, 0, Float.NEGATIVE_INFINITY));
        first[i] = slice(collect(p, v), 1, 0, 1);
    }
    return largest(sub(first[0], first[1]));
}

static float largest(Tensor x) {
    float largest = 0;
    for (float value : x.toArray()) {
        largest = Math.max(largest, Math.abs(value));
    }
    return largest;
}

static void compare(String name, Tensor byHand, Tensor fused) {
    float[] a = byHand.toArray();
    float[] b = fused.toArray();
    int equal = 0;
    for (int i = 0; i < a.length; i++) {
        equal += a[i] == b[i] ? 1 : 0;
    }
    IO.println("%-8s by hand and fused differ by at most %.1e; %d of %d elements have the same bits".formatted(name,
            largest(sub(byHand, fused)), equal, a.length));
}

void main() {
    int n = 256;
    Tensor q = random(n, 1);
    Tensor k = random(n, 2);
    Tensor v = random(n, 3);
    Tensor past = triangle(n, 0, Float.NEGATIVE_INFINITY);

    Tensor naive = mul(weights(q, k, null), triangle(n, 1, 0));
    Tensor right = weights(q, k, past);
    IO.println("naive: the weights of row 10 add up to %.4f; the last of 16 rows changes row 0 by %.4f"
            .formatted(sum(slice(slice(naive, 1, 0, 1), 2, 10, 11)).item(), leak(16, true)));
    IO.println("right: the weights of row 10 add up to %.4f; the last of 16 rows changes row 0 by %.4f"
            .formatted(sum(slice(slice(right, 1, 0, 1), 2, 10, 11)).item(), leak(16, false)));

    compare("masked", collect(right, v), maskedAttention(q, k, v, HEADS, SCALE, past));
    compare("unmasked", collect(weights(q, k, null), v), attention(q, k, v, HEADS, SCALE));
    IO.println("the table of weights takes %d KiB, q, k and v together %d KiB"
            .formatted(right.shape().count() / 256, 3 * q.shape().count() / 256));

    Canvas picture = new Canvas(640, 330, "What each row attends to");
    float[] some = weights(random(24, 5), random(24, 6), triangle(24, 0, Float.NEGATIVE_INFINITY)).toArray();
    for (int head = 0; head < 2; head++) {
        Charts.cells(picture, 30 + 300 * head, 50, 11, 24, Arrays.copyOfRange(some, head * 576, head * 576 + 576),
                head == 0 ? Colour.BLUE : Colour.ORANGE);
        picture.text(30 + 300 * head, 40, "head " + (head + 1) + ": a row sees none below it");
    }
    picture.write("L10Attention");
}

/// ## Exercise
///
/// Write the mask, and a softmax that no score can overflow:
/// [E10Attention](../src/test/java/org/almt/learn/exercise/E10Attention.java). Run `nn/learn/learn test 10`.
///
/// ## Read on
///
/// [Attention](../../../core/src/main/java/org/almt/core/op/Attention.java) has the formulas of the fused pass, and a
/// table that says when to use which attention.
/// [ReferenceAttention](../../../core/src/main/java/org/almt/core/kernel/reference/ReferenceAttention.java) defines it
/// in the shortest loops.
