/// # 12. Pictures: what a network assumes about them
///
/// 20 minutes. After lesson 6.
///
/// **The trap.** A network of pixels is right on every test picture, as long as the objects are in the places where
/// they were in training. It has learned places, not shapes. A test set that is drawn like the training set cannot show
/// this.
///
/// **Naive:** a linear layer with a weight for every pixel, and a test set of the same kind. **Right:** a convolution,
/// which has one filter for all places and a mean over places at its end. And the test moves the objects. **In
/// between:** a ViT (vision Transformer) cuts the picture into patches. Its attention knows the places of the patches
/// only by vectors that it must learn.
///
/// The pictures are generated: rings, crosses, squares and bars, in noise. In the training pictures they are on the
/// left.

import static org.almt.core.op.Ops.*;

import org.almt.core.Indices;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.op.ConvOptions;
import org.almt.core.random.RandomStream;
import org.almt.learn.Charts;
import org.almt.learn.Lesson;
import org.almt.learn.Canvas;
import org.almt.learn.Canvas.Colour;
import org.almt.nn.Layer;
import org.almt.nn.Parameters;
import org.almt.nn.data.ConfusionMatrix;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.Conv2d;
import org.almt.nn.layer.LearnedPositions;
import org.almt.nn.layer.Linear;
import org.almt.nn.layer.TransformerStack;
import org.almt.nn.optim.AdamW;

static final int SIZE = 28;
static final int LEFT = 9;
static final int RIGHT = 18;
static final int CLASSES = 4;
static final int BATCH = 32;

abstract static class Model extends Layer {
    abstract Tensor forward(Tensor pictures); // [B, SIZE, SIZE, 1] to [B, CLASSES]
}

static final class Pixels extends Model {
    private final Linear hidden = child("hidden", new Linear(SIZE * SIZE, 64));
    private final Linear out = child("out", new Linear(64, CLASSES));

    @Override
    Tensor forward(Tensor x) {
        return out.forward(relu(hidden.forward(reshape(x, -1, SIZE * SIZE))));
    }
}

static final class Convolutions extends Model {
    private final Conv2d first = child("first", new Conv2d(1, 8, 5, 5, ConvOptions.PLAIN.padding(2), true));
    private final Conv2d second = child("second", new Conv2d(8, 16, 5, 5, ConvOptions.PLAIN.padding(2), true));
    private final Linear out = child("out", new Linear(16, CLASSES));

    @Override
    Tensor forward(Tensor x) {
        x = relu(second.forward(relu(first.forward(x)))); // [B, SIZE, SIZE, 16]
        return out.forward(mean(mean(x, 1), 1)); // the mean over all places
    }
}

static final class Vit extends Model {
    private final Linear patches = child("patches", new Linear(16, 32));
    private final LearnedPositions places = child("places", new LearnedPositions(49, 32));
    private final TransformerStack blocks = child("blocks", new TransformerStack(2, BlockConfig.of(32, 4).hidden(64)));
    private final Linear out = child("out", new Linear(32, CLASSES));

    @Override
    Tensor forward(Tensor x) {
        x = transpose(reshape(x, -1, 7, 4, 7, 4), 2, 3); // 7 x 7 patches of 4 x 4
        x = places.forward(patches.forward(reshape(x, -1, 49, 16))); // [B, 49, 32]
        return out.forward(mean(blocks.forward(x), 1));
    }
}

/** Draws a batch with objects around a column. */
static void draw(RandomStream random, int column, Tensor pictures, Indices classes) {
    for (int b = 0; b < BATCH; b++) {
        int shape = random.nextInt(CLASSES);
        int u = column - 1 + random.nextInt(3);
        int v = 9 + random.nextInt(SIZE - 18);
        for (int i = 0; i < SIZE * SIZE; i++) {
            int dx = Math.abs(i % SIZE - u);
            int dy = Math.abs(i / SIZE - v);
            int far = Math.max(dx, dy);
            boolean ink = far <= 5 && switch (shape) {
                case 0 -> Math.abs(dx * dx + dy * dy - 18) <= 6; // ring
                case 1 -> dx == 0 || dy == 0; // cross
                case 2 -> far == 4; // square
                default -> dx == 3; // bars
            };
            pictures.array()[b * SIZE * SIZE + i] = (ink ? 1 : 0) + 0.3f * (float) random.nextGaussian();
        }
        classes.array()[b] = shape;
    }
    pictures.markModified();
    classes.markModified();
}

void main() {
    Tensor x = Tensor.zeros(BATCH, SIZE, SIZE, 1);
    Indices classes = Indices.zeros(BATCH);
    Map<String, Model> models = new LinkedHashMap<>();
    models.put("pixels", new Pixels());
    models.put("convolutions", new Convolutions());
    models.put("ViT", new Vit());
    Map<String, AdamW> optimisers = new LinkedHashMap<>();
    Map<String, Program> losses = new LinkedHashMap<>();
    models.forEach((name, model) -> {
        model.initialise(1);
        IO.println("%-13s %,6d parameters".formatted(name, model.parameterCount()));
        optimisers.put(name, new AdamW(Parameters.of(model), 3e-3, AdamW.Settings.withDecay(0.01)));
        losses.put(name, Program.trace(() -> crossEntropy(model.forward(x), classes)));
    });
    RandomStream random = new RandomStream(12, 0);
    int steps = Lesson.steps(600, 20);
    for (int step = 1; step <= steps; step++) {
        draw(random, LEFT, x, classes);
        losses.forEach((name, loss) -> {
            loss.forward();
            optimisers.get(name).parameters().zeroGrad();
            loss.backward();
            optimisers.get(name).step();
        });
        if (step == 20 || step == 100 || step == 600) {
            StringBuilder line = new StringBuilder("step %3d, right on the left / on the right:".formatted(step));
            models.forEach((name, model) -> line.append("  %s %.0f %% / %.0f %%".formatted(name,
                    100 * right(model, LEFT, x, classes), 100 * right(model, RIGHT, x, classes))));
            IO.println(line);
        }
    }
    if (!Lesson.isShort()) {
        Canvas picture = new Canvas(620, 190, "Pictures of the training set, and of the test that moves them");
        picture.text(12, 20, "Training: on the left").text(320, 20, "Test: on the right");
        for (int i = 0; i < 4; i++) {
            draw(new RandomStream(i, 4), i < 2 ? LEFT : RIGHT, x, classes);
            Charts.cells(picture, 12 + 150 * i, 32, 5, SIZE, Arrays.copyOf(x.array(), SIZE * SIZE), Colour.BLUE);
        }
        picture.write("L12Pictures");
    }
}

static double right(Model model, int column, Tensor x, Indices classes) {
    RandomStream random = new RandomStream(13, column);
    ConfusionMatrix confusion = new ConfusionMatrix(CLASSES);
    for (int i = 0; i < 8; i++) {
        draw(random, column, x, classes);
        confusion.add(model.forward(x), classes);
    }
    return confusion.accuracy();
}

/// ## Exercise
///
/// The lesson ends with a mean over places. Many networks take a maximum over small windows before it, which also
/// forgets the exact place. Write the backward pass of a maximum over windows of 2 x 2:
/// [E12Pictures](../src/test/java/org/almt/learn/exercise/E12Pictures.java). Run `nn/learn/learn test 12`.
///
/// ## Read on
///
/// [Convolution](../../../core/src/main/java/org/almt/core/op/Convolution.java) computes it as matrix products.
/// [Conv2d](../../../nn/src/main/java/org/almt/nn/layer/Conv2d.java) is the layer.
