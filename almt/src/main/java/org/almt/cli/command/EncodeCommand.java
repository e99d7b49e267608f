package org.almt.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.cli.option.EngineOptions;
import org.almt.cli.option.OutputFiles;
import org.almt.cli.option.UsageError;
import org.almt.language.LanguageModel;
import org.almt.language.TextPadding;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.nn.text.TokenizerSettings.SpecialTokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almt encode}: the hidden states that BERT computes for sentences. */
@Command(
        name = "encode",
        description = "Write the token ids and last hidden states of sentences: input_ids and attention_mask [texts,"
                + " tokens], and last_hidden_state [texts, tokens, width].",
        footer = {
                "  almt encode --bert weights/bge-small-en --text \"a fine film\" --text \"no\" --out states.npz"
        })
public final class EncodeCommand extends AlmtCommand {
    @Option(
            names = "--bert",
            required = true,
            paramLabel = "DIR|JAR",
            description = "The language model: a folder made by 'almt weights', or any form that it reads.")
    private Path bert;

    @Option(names = "--text", required = true, paramLabel = "TEXT", description = "A sentence; may be repeated.")
    private List<String> texts = new ArrayList<>();

    @Option(names = "--out", required = true, paramLabel = "FILE.npz", description = "The file to write.")
    private Path file;

    @Option(
            names = "--padding",
            paramLabel = "HOW",
            description = "The rows after the end of a shorter sentence: masked (zeros) or faithful (BERT's hidden"
                    + " states at padding positions) (default: masked).")
    private TextPadding padding = TextPadding.MASKED;

    @Option(
            names = "--special-tokens",
            description = "Read '[SEP]' and similar marks in a text as special tokens, as Hugging Face's tokenizers"
                    + " do. Without this option they are text: a bracket, a word and a bracket.")
    private boolean special;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    public EncodeCommand() {}

    @Override
    void execute() throws Exception {
        engine.apply();
        new OutputFiles().reads("--bert", bert).writes("--out", file).check();
        LanguageModel opened = LanguageModel.open(bert);
        LanguageModel model = special ? opened.with(SpecialTokens.ALL) : opened;
        model.tokenizer().notes().forEach(line -> err().println("almt: " + line));
        for (int i = 0; i < texts.size(); i++) {
            String name = texts.size() == 1 ? "--text" : "--text number " + (i + 1);
            String text = texts.get(i);
            UsageError.requireWords(model, text, name);
            if (model.tokens(text) > model.positions()) {
                err().println("almt: " + name + " is cut to the " + model.positions() + " tokens that the model takes");
            }
        }
        model.unknown(texts, model.positions()).warning(bert).ifPresent(line -> err().println("almt: " + line));
        LanguageModel.Encoded encoded = model.encode(texts, model.positions(), padding);
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("input_ids", NpyArray.of(longs(encoded.ids()), encoded.size(), encoded.length()));
        arrays.put("attention_mask", NpyArray.of(longs(encoded.mask()), encoded.size(), encoded.length()));
        arrays.put("last_hidden_state",
                NpyArray.of(encoded.states(), encoded.size(), encoded.length(), model.width()));
        Npz.write(file, arrays);
        out().println(file + ": " + encoded.size() + (encoded.size() == 1 ? " text of " : " texts of up to ")
                + encoded.length() + " tokens, hidden states of width " + model.width());
    }

    private static long[] longs(int... values) {
        return Arrays.stream(values).asLongStream().toArray();
    }
}
