/// # 11. A GPT that trains on your machine
///
/// 30 minutes, of which the program computes for two or three. After lessons 8, 10 and 20. Lesson 20 explains the
/// blocks.
///
/// **The trap.** A program that runs the whole window for each new letter repeats work: it computes 64 rows to get one.
/// **Naive:** a forward pass on the window. **Right:** keep the keys and values of earlier rows, and compute one row.
/// Both give the same bits, and so the same text. The program compares the two.
///
/// The model has the sizes of nanoGPT's set-up for a CPU: 4 layers, 4 heads, width 128, context 64, batches of 12. It
/// reads the names of all characters of Unicode, one name a line, letter by letter. It has invented every name in its
/// samples.
///
/// One name in ten is held out at random. Lesson 8 shows that such a split flatters. The model has learned a name WITH
/// GRAVE, so it has nearly seen the held-out name WITH ACUTE. So the loss of held-out names shows only that the model
/// did not learn its text by heart. How well it does on names of another kind is not measured.
///
/// [A benchmark](../../../bench/docs/results.md#a-small-gpt-and-layers-of-one-op) has a GPT of these sizes with 96
/// letters. On two cores of a virtual Intel Xeon with AVX-512, a step takes 18.6 ms here, and 20.3 ms in libtorch with
/// MKL. The output below is from an older commit, where products were slower.

import static org.almt.core.op.Ops.*;

import org.almt.core.GradMode;
import org.almt.core.Indices;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;
import org.almt.learn.CharacterNames;
import org.almt.learn.Charts;
import org.almt.learn.Hash;
import org.almt.learn.Lesson;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;
import org.almt.nn.Parameters;
import org.almt.nn.layer.AttentionMask;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.Embedding;
import org.almt.nn.layer.KeyValueCache;
import org.almt.nn.layer.LayerNorm;
import org.almt.nn.layer.LearnedPositions;
import org.almt.nn.layer.Linear;
import org.almt.nn.layer.TransformerStack;
import org.almt.nn.optim.AdamW;
import org.almt.nn.optim.GradientClipping;
import org.almt.nn.optim.Schedule;
import org.almt.nn.text.Sampler;

static final int LETTERS = CharacterNames.ALPHABET.length();
static final int CONTEXT = 64;
static final int BATCH = 12;
static final int WIDTH = 128;
static final int STEPS = 1500;
static final double RATE = 3e-3;

static final class Gpt extends Layer {
    private static final Initialiser SMALL = Initialiser.normal(0.02);
    private final Embedding letters = child("letters", new Embedding(LETTERS, WIDTH, SMALL));
    private final LearnedPositions places = child("places", new LearnedPositions(CONTEXT, WIDTH));
    private final TransformerStack blocks = child("blocks", new TransformerStack(4,
            BlockConfig.of(WIDTH, 4).hidden(4 * WIDTH).initialisers(SMALL, Initialiser.zeros())));
    private final LayerNorm norm = child("norm", new LayerNorm(WIDTH));
    private final Linear scores = child("scores", Linear.withoutBias(WIDTH, LETTERS));

    /** Ids of whole windows to scores [B * N, LETTERS]. */
    Tensor forward(Indices ids, int rows) {
        Tensor x = places.forward(reshape(letters.forward(ids), -1, rows, WIDTH)); // [B, N, D]
        x = norm.forward(blocks.forward(x, AttentionMask.causal()));
        return scores.forward(reshape(x, -1, WIDTH));
    }

    /** One more letter: its scores [1, 1, LETTERS]. */
    Tensor step(int letter, List<KeyValueCache> caches) {
        Tensor x = reshape(letters.forward(Indices.of(letter)), 1, 1, WIDTH);
        x = places.forward(x, caches.getFirst().length());
        return scores.forward(norm.forward(blocks.step(x, caches)));
    }
}

void main() {
    List<String> names = new ArrayList<>();
    List<String> held = new ArrayList<>();
    RandomStream split = new RandomStream(11, 0);
    CharacterNames.all().forEach(name -> (split.nextInt(10) == 0 ? held : names).add(name));
    for (int i = names.size() - 1; i > 0; i--) {
        Collections.swap(names, i, split.nextInt(i + 1)); // neighbours say too much about each other
    }
    int[] text = CharacterNames.ids("\n" + String.join("\n", names) + "\n");
    int[] other = CharacterNames.ids("\n" + String.join("\n", held) + "\n");

    Gpt gpt = new Gpt();
    gpt.initialise(1);
    IO.println("%,d parameters, %,d letters to learn from".formatted(gpt.parameterCount(), text.length));
    Parameters parameters = Parameters.of(gpt);
    AdamW optimiser = new AdamW(parameters, RATE, new AdamW.Settings(0.9, 0.99, 1e-8, 0.1));
    Schedule schedule = Schedule.cosine(STEPS - 50, 0.1).warmup(50);
    GradientClipping clipping = new GradientClipping(parameters);
    Indices ids = Indices.zeros(BATCH * CONTEXT);
    Indices next = Indices.zeros(BATCH * CONTEXT);
    Program loss = Program.trace(() -> crossEntropy(gpt.forward(ids, CONTEXT), next));
    RandomStream random = new RandomStream(2, 0);
    List<Double> curve = new ArrayList<>();
    double quickest = Double.POSITIVE_INFINITY;
    for (int step = 1; step <= Lesson.steps(STEPS, 10); step++) {
        fill(text, random, ids, next);
        long start = System.nanoTime();
        optimiser.learningRate(RATE * schedule.factor(step - 1));
        curve.add((double) loss.forward().item());
        parameters.zeroGrad();
        loss.backward();
        clipping.byNorm(1);
        optimiser.step();
        quickest = Math.min(quickest, (System.nanoTime() - start) / 1e6);
        if (step == 1 || step == 5 || step == 10 || step <= 500 && step % 100 == 0 || step % 500 == 0) {
            IO.println("step %4d: loss %.4f".formatted(step, curve.getLast()));
        }
    }
    if (Lesson.isShort()) {
        invent(gpt, Sampler.of(0).temperature(0.6f), true);
        return;
    }
    IO.println("a step takes %.1f ms: forward, backward, and AdamW; the quickest of all".formatted(quickest));
    RandomStream same = new RandomStream(3, 0);
    double sum = 0;
    for (int i = 0; i < 50; i++) {
        fill(other, same, ids, next);
        sum += loss.forward().item() / 50;
    }
    IO.println("names held out at random: loss %.4f; flatters, since names of their families were seen".formatted(sum));
    for (int n = 0; n < 8; n++) {
        IO.println("invented: " + invent(gpt, Sampler.of(n).temperature(0.6f), n == 0));
    }
    IO.println("hash of all weights: " + Hash.of(parameters.values()));
    Charts.curves("A GPT learns the names of characters", "steps",
            Map.of("loss", curve.stream().mapToDouble(value -> value).toArray())).write("L11Gpt");
}

static void fill(int[] text, RandomStream random, Indices ids, Indices next) {
    for (int b = 0; b < BATCH; b++) {
        int at = random.nextInt(text.length - CONTEXT);
        System.arraycopy(text, at, ids.array(), b * CONTEXT, CONTEXT);
        System.arraycopy(text, at + 1, next.array(), b * CONTEXT, CONTEXT);
    }
    ids.markModified();
    next.markModified();
}

static String invent(Gpt gpt, Sampler sampler, boolean compare) {
    List<KeyValueCache> caches = gpt.blocks.caches(1, CONTEXT);
    List<Integer> name = new ArrayList<>(List.of(0));
    do {
        Tensor fast = GradMode.noGrad(() -> gpt.step(name.getLast(), caches));
        if (compare) { // the naive way: the whole window again
            Indices window = Indices.of(name.stream().mapToInt(id -> id).toArray());
            Tensor slow = GradMode.noGrad(() -> gpt.forward(window, name.size()));
            int from = (name.size() - 1) * LETTERS;
            if (!Arrays.equals(fast.toArray(), Arrays.copyOfRange(slow.toArray(), from, from + LETTERS))) {
                throw new AssertionError("the cache gives other bits than the window");
            }
        }
        name.add(sampler.next(fast));
    } while (name.getLast() != 0 && name.size() < CONTEXT);
    return CharacterNames.text(name.stream().mapToInt(id -> id).toArray()).strip();
}

/// ## Exercise
///
/// Write the choice of the next letter, with a temperature and with only the k best letters:
/// [E11Gpt](../src/test/java/org/almt/learn/exercise/E11Gpt.java). Run `nn/learn/learn test 11`.
///
/// ## Read on
///
/// [TransformerBlock](../../../nn/src/main/java/org/almt/nn/layer/TransformerBlock.java) is the block, and
/// [KeyValueCache](../../../nn/src/main/java/org/almt/nn/layer/KeyValueCache.java) keeps the keys and values.
/// [bench](../../../bench/README.md) compares a whole training step of a small GPT, `GptBenchmark`, with libtorch: `mvn
/// -pl bench jmh -Ppeers -Djmh.args="-p threads=2 Gpt"`. There the same GPT writes 64 letters, one at a time, in
/// 11.5 ms, and with libtorch in 22.8 ms.
