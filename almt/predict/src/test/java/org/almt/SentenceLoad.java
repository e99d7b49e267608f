package org.almt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.Map;
import org.almt.core.random.RandomStream;
import org.almt.language.LanguageModel;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.nn.bert.BertConfig;
import org.almt.nn.bert.BertModel;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.nn.text.BertTokenizer;
import org.almt.nn.text.TokenizerSettings;
import org.almt.nn.text.Vocabulary;
import org.almt.saved.Architecture;
import org.almt.saved.SavedModel;
import org.almt.weights.BertFolder;

/** What the JVMs of {@link MemoryTest} run: many sentences through BERT in little memory. */
final class SentenceLoad {
    /** Weights of 15 MB. */
    static final BertConfig BERT = new BertConfig(2_000, 256, 4, 4);
    private static final int SENTENCES = 4;
    static final String WEIGHTS = "almt.safetensors";

    private final Almt almt;

    private SentenceLoad(Almt almt) {
        this.almt = almt;
    }

    /** Writes a model of the lengths of CMU-MOSI that takes sentences. */
    static void write(Path folder, BertConfig sizes) throws IOException {
        AlmtModel model = new AlmtModel(AlmtConfig.standard(50, sizes.hidden(), 375, 5, 500, 20, 2));
        model.initialise(1);
        SafeTensors.write(folder.resolve(WEIGHTS), model.state());
        List<String> tokens = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]"));
        IntStream.range(tokens.size(), sizes.vocabulary()).forEach(i -> tokens.add("word" + i));
        BertModel bert = new BertModel(sizes);
        bert.initialise(2);
        BertFolder.write(Files.createDirectories(folder.resolve("bert")), bert,
                new BertTokenizer(new Vocabulary(tokens), TokenizerSettings.UNCASED), Map.of());
    }

    static SentenceLoad of(Path folder) throws IOException {
        SavedModel saved = SavedModel.ofWeights(folder.resolve(WEIGHTS), Architecture.ALMT, Preset.MOSI);
        return new SentenceLoad(Almt.of(saved.with(LanguageModel.open(folder.resolve("bert")))));
    }

    /**
     * Prints the bits of the sentences' predictions.
     *
     * @param arguments the folder; {@code threads} or {@code lists}; how many threads ask at once, or the longest list
     */
    public static void main(String[] arguments) throws Exception {
        SentenceLoad load = of(Path.of(arguments[0]));
        int many = Integer.parseInt(arguments[2]);
        System.out.println(arguments[1].equals("threads")
                ? PredictionLoad.byThreads(many, load::oneByOne)
                : load.byLists(many));
    }

    /** The bits of the predictions of sentences of different lengths, one by one. */
    String oneByOne() {
        StringBuilder bits = new StringBuilder();
        for (int i = 0; i < SENTENCES; i++) {
            bits.append(PredictionLoad.bits(almt.predict(almt.sample(sentence(i)))));
        }
        return bits.toString();
    }

    /** Of 3 to 45 words. */
    private static String sentence(int number) {
        RandomStream random = new RandomStream(5, number);
        return IntStream.range(0, 3 + 14 * number).mapToObj(i -> "word" + (4 + random.nextInt(BERT.vocabulary() - 4)))
                .collect(Collectors.joining(" "));
    }

    /** Lists of 1, 2, 3, … sentences of different lengths. */
    private String byLists(int longest) {
        String expected = oneByOne();
        for (int length = 1; length <= longest; length++) {
            List<String> list = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                list.add(sentence(i % SENTENCES));
            }
            StringBuilder found = new StringBuilder();
            almt.predict(almt.samples(list, null, null)).forEach(one -> found.append(PredictionLoad.bits(one)));
            String repeated = String.join("", Collections.nCopies(length / SENTENCES + 1, expected));
            if (!repeated.startsWith(found.toString())) {
                throw new IllegalStateException("list of " + length + ": " + found + ", expected " + expected);
            }
        }
        return expected;
    }
}
