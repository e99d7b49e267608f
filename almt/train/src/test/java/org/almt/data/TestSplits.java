package org.almt.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.almt.data.pickle.PickleBytes.Floats;
import org.almt.data.pickle.PickleBytes;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.almt.input.TokenRow;

/** Small feature files that tests corrupt in one place. */
public final class TestSplits {
    static final int TEXT_LENGTH = 4;
    static final int AUDIO_LENGTH = 6;
    static final int VISION_LENGTH = 5;

    private TestSplits() {}

    /** A sound split: text [n,4,3], audio [n,6,2], vision [n,5,2], labels in [-1,1], ids a0, a1, … */
    public static Map<String, Object> split(int rows, long seed) {
        Random random = new Random(seed);
        List<Object> ids = new ArrayList<>();
        float[] labels = new float[rows];
        for (int i = 0; i < rows; i++) {
            ids.add("a" + i);
            labels[i] = 2 * random.nextFloat() - 1;
        }
        Map<String, Object> split = new LinkedHashMap<>();
        split.put("text", floats(random, rows, TEXT_LENGTH, 3));
        split.put("audio", floats(random, rows, AUDIO_LENGTH, 2));
        split.put("vision", floats(random, rows, VISION_LENGTH, 2));
        split.put("id", ids);
        split.put("regression_labels", new Floats(labels, rows));
        return split;
    }

    public static Floats floats(Random random, int... shape) {
        int size = 1;
        for (int n : shape) {
            size *= n;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Floats(values, shape);
    }

    /** Three sound splits by name. */
    public static Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("train", split(5, 1));
        all.put("valid", split(2, 2));
        all.put("test", split(3, 3));
        return all;
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> part(Map<String, Object> all, String split) {
        return (Map<String, Object>) all.get(split);
    }

    /** The numbers under a key, to be changed in place. */
    public static float[] values(Map<String, Object> all, String split, String key) {
        return ((Floats) part(all, split).get(key)).values();
    }

    /** Puts other numbers under a key. */
    public static void put(Map<String, Object> all, String split, String key, float[] values, int... shape) {
        part(all, split).put(key, new Floats(values, shape));
    }

    /** Writes {@code data.pkl}. */
    public static Path write(Path folder, Object content) throws IOException {
        return Files.write(folder.resolve("data.pkl"), new PickleBytes().value(content).stop());
    }

    /** Everything that a split gives, for comparing bit by bit. */
    public static List<Object> dump(DataSet data, SplitName name) {
        Split split = data.split(name);
        List<Object> dump = new ArrayList<>();
        for (int i = 0; i < split.size(); i++) {
            dump.add(split.id(i));
            dump.add(split.rawText(i));
            dump.add(split.annotation(i));
            dump.add(Float.floatToRawIntBits(split.label(i)));
            for (Modality modality : Modality.values()) {
                FeatureShape shape = data.shape(modality);
                float[] values = new float[shape.size()];
                split.frames(modality, i, 0, shape.length(), values, 0);
                for (float value : values) {
                    dump.add(Float.floatToRawIntBits(value));
                }
                dump.add(split.trueLength(modality, i));
            }
            for (UnimodalLabel which : UnimodalLabel.values()) {
                dump.add(Float.floatToRawIntBits(split.label(which, i)));
            }
            if (split.hasTokenIds()) {
                for (TokenRow row : TokenRow.values()) {
                    int[] ids = new int[split.tokenLength()];
                    split.tokens(row, i, ids, 0);
                    for (int id : ids) {
                        dump.add(id);
                    }
                }
            }
        }
        return dump;
    }
}
