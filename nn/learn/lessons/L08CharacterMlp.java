/// # 8. A network of characters, and a split that lies
///
/// 20 minutes. After lessons 7 and 19. Lesson 19 explains AdamW, clipping and warm-up.
///
/// **The trap.** Hold out one name in ten at random, train on the others, and the held-out loss looks very good. But
/// names come in families: a name WITH GRAVE has a sister WITH ACUTE. So the model has nearly seen the held-out name.
///
/// **Naive:** a random split. **Right:** hold out what a user will bring. Here it is a whole range of characters that
/// the model has never seen. The same weights give two numbers. Only the second number shows how good they are.
///
/// The model (Bengio et al., 2003) sees eight letters. Each letter becomes a vector of 16 numbers, a row of a table
/// that is trained (an *embedding*). The vectors are joined to one row, the row passes a hidden layer, and 29 scores
/// come out.
///
/// `Program.trace` records the computation once. Each step then replays it without allocation, on the same tensors and
/// ids. A new batch is written into these tensors. After you have changed an `array()` that an operation has read, call
/// `markModified()`. Otherwise the gradient would belong to other numbers. The engine refuses the step where it notices
/// this.

import static org.almt.core.op.Ops.*;

import org.almt.core.GradMode;
import org.almt.core.Indices;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;
import org.almt.learn.CharacterNames;
import org.almt.learn.Charts;
import org.almt.learn.Lesson;
import org.almt.nn.Layer;
import org.almt.nn.Parameters;
import org.almt.nn.layer.Embedding;
import org.almt.nn.layer.Linear;
import org.almt.nn.optim.AdamW;
import org.almt.nn.optim.Schedule;
import org.almt.nn.text.Sampler;

static final int LETTERS = CharacterNames.ALPHABET.length();
static final int SEEN = 8;
static final int BATCH = 256;

static final class Net extends Layer {
    private final Embedding letters = child("letters", new Embedding(LETTERS, 16));
    private final Linear hidden = child("hidden", new Linear(SEEN * 16, 128));
    private final Linear scores = child("scores", new Linear(128, LETTERS));

    Tensor forward(Indices seen) { // B * SEEN ids
        Tensor rows = reshape(letters.forward(seen), -1, SEEN * 16); // [B, SEEN * 16]
        return scores.forward(tanh(hidden.forward(rows))); // [B, LETTERS]
    }
}

/** Draws places of a text: the letters before each, and the letter there. */
static void fill(int[] text, RandomStream random, Indices seen, Indices next) {
    for (int b = 0; b < BATCH; b++) {
        int at = SEEN + random.nextInt(text.length - SEEN);
        System.arraycopy(text, at - SEEN, seen.array(), b * SEEN, SEEN);
        next.array()[b] = text[at];
    }
    seen.markModified();
    next.markModified();
}

void main() {
    List<String> names = CharacterNames.all();
    int border = names.size() * 9 / 10;
    List<String> train = new ArrayList<>();
    List<String> nearby = new ArrayList<>();
    RandomStream split = new RandomStream(8, 0);
    for (String name : names.subList(0, border)) {
        (split.nextInt(10) == 0 ? nearby : train).add(name);
    }
    int[][] texts = {text(train), text(nearby), text(names.subList(border, names.size()))};
    IO.println("%d names to learn, %d held out among them, %d of other ranges".formatted(train.size(), nearby.size(),
            names.size() - border));

    Net net = new Net();
    net.initialise(1);
    IO.println(net.summary());
    Parameters parameters = Parameters.of(net);
    AdamW optimiser = new AdamW(parameters, 5e-3, AdamW.Settings.withDecay(1e-4));
    Schedule schedule = Schedule.cosine(3000, 0.05);
    Indices seen = Indices.zeros(BATCH * SEEN);
    Indices next = Indices.zeros(BATCH);
    Program loss = Program.trace(() -> crossEntropy(net.forward(seen), next));
    RandomStream random = new RandomStream(2, 0);
    List<double[]> curve = new ArrayList<>();
    for (int step = 0; step <= Lesson.steps(3000, 100); step++) {
        if (step % 100 == 0) {
            double[] losses = new double[3];
            for (int t = 0; t < 3; t++) {
                RandomStream same = new RandomStream(3, t);
                for (int i = 0; i < 10; i++) {
                    fill(texts[t], same, seen, next);
                    losses[t] += loss.forward().item() / 10;
                }
            }
            curve.add(losses);
            if (step == 0 || step == 100 || step % 1000 == 0) {
                IO.println("step %4d: learned %.3f, held out at random %.3f, other ranges %.3f".formatted(step,
                        losses[0], losses[1], losses[2]));
            }
        }
        fill(texts[0], random, seen, next);
        optimiser.learningRate(5e-3 * schedule.factor(step));
        parameters.zeroGrad();
        loss.forward();
        loss.backward();
        optimiser.step();
    }
    if (Lesson.isShort()) {
        return;
    }
    for (int n = 0; n < 6; n++) {
        IO.println("invented: " + invent(net, Sampler.of(n).temperature(0.8f)));
    }
    Map<String, double[]> curves = new LinkedHashMap<>();
    String[] title = {"learned", "held out at random", "other ranges"};
    for (int t = 0; t < 3; t++) {
        int which = t;
        curves.put(title[t], curve.stream().mapToDouble(losses -> losses[which]).toArray());
    }
    Charts.curves("Loss: a random split flatters", "hundreds of steps", curves).write("L08CharacterMlp");
}

static int[] text(List<String> names) {
    return CharacterNames.ids("\n".repeat(SEEN) + String.join("\n".repeat(SEEN), names) + "\n");
}

static String invent(Net net, Sampler sampler) {
    int[] ids = new int[SEEN];
    StringBuilder name = new StringBuilder();
    do {
        int letter = sampler.next(GradMode.noGrad(() -> net.forward(Indices.of(ids.clone()))));
        System.arraycopy(ids, 1, ids, 0, SEEN - 1);
        ids[SEEN - 1] = letter;
        name.append(CharacterNames.text(letter));
    } while (ids[SEEN - 1] != 0 && name.length() < 60);
    return name.toString().strip();
}

/// ## Exercise
///
/// The table of vectors is trained, too. Write the backward pass of an embedding:
/// [E08CharacterMlp](../src/test/java/org/almt/learn/exercise/E08CharacterMlp.java). Run `nn/learn/learn test 8`.
///
/// ## Read on
///
/// [TableLookup](../../../core/src/main/java/org/almt/core/op/TableLookup.java) is the embedding as an operation.
/// [Program](../../../core/src/main/java/org/almt/core/Program.java) explains why the loss is traced once and replayed.
