package org.almt.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.almt.data.pickle.NdArray;
import org.almt.data.pickle.PayloadRead;
import org.almt.data.pickle.PickleFile;
import org.almt.data.pickle.PickleValue;
import org.almt.nn.text.BertTokenizer;
import org.almt.nn.text.Encoding;
import org.almt.nn.text.TokenBatch;
import org.almt.pretrained.KnownModel;
import org.junit.jupiter.api.Test;

/** Every transcript of CMU-MOSI becomes the ids that its feature file holds, where both are there. */
class TranscriptsTest {
    private static final String FILE = "data/mosi_text_timing/mosi_bge_timing_50.pkl.gz";
    private static final int LENGTH = 50;

    @Test
    void idsAndMasksAreThoseOfTheFeatureFile() throws IOException {
        Path path = RealFiles.shared(FILE);
        BertTokenizer tokenizer;
        try (BertSource source = BertSource.open(RealFiles.jar(KnownModel.BGE_SMALL_EN))) {
            tokenizer = source.tokenizer();
        }
        PickleFile file = PickleFile.open(path);
        int compared = 0;
        int truncated = 0;
        for (String split : List.of("train", "valid", "test")) {
            PickleValue.Dict dict = (PickleValue.Dict) ((PickleValue.Dict) file.root()).get(split);
            List<ByteArrayOutputStream> bytes = List.of(new ByteArrayOutputStream(), new ByteArrayOutputStream());
            NdArray words = (NdArray) dict.get("raw_text");
            NdArray ids = (NdArray) dict.get("text_bert");
            file.stream(List.of(
                    new PayloadRead(words.data(), (chunk, count) -> bytes.get(0).write(chunk, 0, count)),
                    new PayloadRead(ids.data(), (chunk, count) -> bytes.get(1).write(chunk, 0, count))));
            List<String> texts = texts(bytes.get(0).toByteArray(), (int) words.count());
            ByteBuffer numbers = ByteBuffer.wrap(bytes.get(1).toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
            assertArrayEquals(new long[] {texts.size(), 3, LENGTH}, ids.shape());
            for (String text : texts) {
                Encoding encoding = tokenizer.encode(text, LENGTH);
                TokenBatch row = TokenBatch.of(List.of(encoding), tokenizer.padding(), LENGTH);
                assertArrayEquals(next(numbers), row.ids());
                assertArrayEquals(next(numbers), row.mask());
                assertArrayEquals(next(numbers), new int[LENGTH]);
                truncated += encoding.truncated() ? 1 : 0;
                compared++;
            }
        }
        assertEquals(2199, compared);
        assertTrue(truncated > 0, "some must be longer than " + LENGTH + " tokens");
    }

    private static int[] next(ByteBuffer numbers) {
        int[] row = new int[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            row[i] = Math.toIntExact(numbers.getLong());
        }
        return row;
    }

    /** NumPy's fixed-width text: UTF-32, little-endian, filled up with zeros. */
    private static List<String> texts(byte[] bytes, int count) {
        ByteBuffer points = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int width = bytes.length / 4 / count;
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = 0; j < width; j++) {
                text.appendCodePoint(points.getInt());
            }
            texts.add(text.toString().replaceFirst("\0+$", ""));
        }
        return texts;
    }
}
