/// # 7. Bigrams: the smallest language model
///
/// 15 minutes. After lesson 5.
///
/// **The trap.** Count which letter follows which, and divide: you have a language model. It gives the probability 0 to
/// a pair that it has not seen. If a new text has one such pair, the loss is infinite.
///
/// **Naive:** counts divided by their sum. **Right:** one is added to every count. **The same by gradient:** a table of
/// scores, softmax, cross-entropy. Descent approaches the naive counts by itself, because no table has a lower loss on
/// the text that was counted. *Softmax* turns scores into probabilities: exp(score), divided by the sum of all
/// exp(score) of the row. *Cross-entropy* is the mean of -log(probability) over the letters that really came. It is the
/// loss that is printed.
///
/// The text is the list of the names of the characters of Unicode, such as GREEK SMALL LETTER ALPHA WITH TONOS. Every
/// machine with a JDK 25 has this text, the same to the letter. A model that has learned it invents characters.

import static org.almt.core.op.Ops.*;

import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.learn.CharacterNames;
import org.almt.learn.Charts;
import org.almt.learn.Hash;
import org.almt.learn.Canvas;
import org.almt.learn.Canvas.Colour;
import org.almt.nn.Parameters;
import org.almt.nn.optim.Sgd;
import org.almt.nn.text.Sampler;

static final int LETTERS = CharacterNames.ALPHABET.length();

void main() {
    List<String> names = CharacterNames.all();
    IO.println(names.size() + " names, for example " + names.get(100) + "; " + LETTERS + " letters");
    int[] ids = CharacterNames.ids("\n" + String.join("\n", names) + "\n");
    int cut = ids.length / 4;

    float[] counts = new float[LETTERS * LETTERS];
    for (int i = 1; i < cut; i++) {
        counts[ids[i - 1] * LETTERS + ids[i]]++;
    }
    IO.println("naive:    loss on the next quarter " + loss(counts, 0, ids, cut, 2 * cut));
    IO.println("plus one: loss on the next quarter " + loss(counts, 1, ids, cut, 2 * cut));
    IO.println("naive:    loss on its own quarter  " + loss(counts, 0, ids, 1, cut) + ", the least of all tables");
    IO.println("plus one: loss on its own quarter  " + loss(counts, 1, ids, 1, cut));

    // The same by gradient: a row of scores for each letter.
    Tensor table = Tensor.zeros(LETTERS, LETTERS).requiresGrad(true);
    Indices before = Indices.of(Arrays.copyOfRange(ids, 0, cut - 1));
    Indices after = Indices.of(Arrays.copyOfRange(ids, 1, cut));
    Parameters parameters = Parameters.of(table);
    Sgd optimiser = new Sgd(parameters, 20, Sgd.Settings.withMomentum(0.9));
    for (int step = 1; step <= 40; step++) {
        Tensor loss = crossEntropy(embedding(table, before), after);
        parameters.zeroGrad();
        loss.backward();
        optimiser.step();
        if (step == 1 || step == 10 || step == 40) {
            IO.println("descent:  step %2d, loss on its own quarter %.4f".formatted(step, loss.item()));
        }
    }

    Sampler sampler = Sampler.of(4);
    for (int n = 0; n < 5; n++) {
        StringBuilder name = new StringBuilder();
        int letter = 0;
        do {
            letter = sampler.next(slice(table, 0, letter, letter + 1));
            name.append(CharacterNames.text(letter));
        } while (letter != 0 && name.length() < 40);
        IO.println("invented: " + name.toString().strip());
    }
    IO.println("hash of the table: " + Hash.of(table.toArray()));

    Canvas picture = new Canvas(600, 620, "Which letter follows which");
    picture.text(12, 20, "Which letter (column) follows which (row)");
    // Scores times 0.7 flatten the rows a little, a temperature of 1.4: otherwise rare pairs are too pale to see.
    Charts.cells(picture, 50, 50, 18, LETTERS, softmax(scale(table, 0.7f)).toArray(), Colour.BLUE);
    for (int i = 1; i < LETTERS; i++) {
        String letter = i == 1 ? "_" : CharacterNames.text(i);
        picture.text(59 + 18 * i, 44, "middle", letter).text(40, 64 + 18 * i, "middle", letter);
    }
    picture.write("L07Bigrams");
}

/** The mean of -log(probability) over the pairs that end from one place to another. */
static String loss(float[] counts, float added, int[] ids, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
        double row = 0;
        for (int j = 0; j < LETTERS; j++) {
            row += counts[ids[i - 1] * LETTERS + j] + added;
        }
        sum -= StrictMath.log((counts[ids[i - 1] * LETTERS + ids[i]] + added) / row);
    }
    return "%.4f".formatted(sum / (to - from));
}

/// ## Exercise
///
/// Write the probabilities of a bigram model, with one added to every count:
/// [E07Bigrams](../src/test/java/org/almt/learn/exercise/E07Bigrams.java). Run `nn/learn/learn test 7`.
///
/// ## Read on
///
/// [CrossEntropy](../../../core/src/main/java/org/almt/core/op/CrossEntropy.java) computes softmax, log and mean in one
/// pass.
