package org.almt.input;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.almt.core.Indices;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.language.TextPadding;
import org.almt.nn.bert.BertBatch;
import org.jspecify.annotations.Nullable;

/**
 * The input tensors of one batch size. All batch sizes of a {@link Memory} share its arrays.
 *
 * <p>B samples of the batch, L positions and d features of a modality.
 *
 * <p>Threads: one at a time.
 */
public final class InputBatch {
    /**
     * The number of rows of a text encoder is rounded up to a multiple of this. A batch of 64 sentences has some 1,000
     * rows.
     */
    private static final int ROWS_STEP = 128;

    private final int size;
    /** Null if a text encoder is trained. */
    private final @Nullable Tensor text;
    /** Null where text enters as features. */
    private final @Nullable BertBatch tokens;
    /** [B, L] each; empty if text enters as features. */
    private final int[] ids;
    private final int[] mask;
    private final Tensor audio;
    private final Tensor vision;
    /** The number of rows of a modality that are not padding, one number per sample. */
    private final Map<Modality, Indices> lengths;
    /** [B, L]: 1 for a row that is not padding, 0 for padding; computed on first use. */
    private final Map<Modality, Tensor> masks;

    /** The memory of the largest batch. Smaller batches use its beginning. */
    public static final class Memory {
        private final InputShapes shapes;
        private final float[] text;
        private final float[] audio;
        private final float[] vision;
        /** Null where text enters as features. */
        private final @Nullable TextPadding padding;

        /** Memory for batches of up to {@code largest} samples of the given shapes. */
        public Memory(InputShapes shapes, int largest) {
            this(shapes, null, largest);
        }

        private Memory(InputShapes shapes, @Nullable TextPadding padding, int largest) {
            this.shapes = shapes;
            this.padding = padding;
            text = padding == null ? room(largest, shapes.text()) : new float[0];
            audio = room(largest, shapes.audio());
            vision = room(largest, shapes.vision());
        }

        /** Memory for batches of up to {@code largest} samples whose text enters as token ids. */
        public static Memory ofTokens(InputShapes shapes, TextPadding padding, int largest) {
            return new Memory(shapes, padding, largest);
        }

        /**
         * The number of rows that a text encoder computes for a batch, rounded up so that few sizes occur; 0 if text
         * enters as features.
         */
        public int rows(Samples samples, int[] order, int from, int size) {
            if (padding == null) {
                return 0;
            }
            if (padding == TextPadding.FAITHFUL) {
                return size * shapes.text().length();
            }
            int real = 0;
            for (int k = from; k < from + size; k++) {
                real += samples.trueLength(Modality.TEXT, order[k]);
            }
            return (real + ROWS_STEP - 1) / ROWS_STEP * ROWS_STEP;
        }

        private static float[] room(int samples, FeatureShape shape) {
            long floats = (long) samples * shape.length() * shape.width();
            if (floats > Integer.MAX_VALUE - 16) {
                throw new IllegalArgumentException("batch: " + samples + " samples of " + shape.length() + " x "
                        + shape.width() + " features do not fit one array; use a smaller batch size");
            }
            return new float[(int) floats];
        }

        /** The tensors of a batch of {@code size} samples. */
        public InputBatch batch(int size) {
            return batch(size, 0);
        }

        /**
         * The tensors of a batch of {@code size} samples. The text encoder computes {@code rows} rows for their tokens.
         */
        public InputBatch batch(int size, int rows) {
            return new InputBatch(size, rows, this);
        }
    }

    private InputBatch(int size, int rows, Memory memory) {
        this.size = size;
        text = memory.padding == null ? tensor(memory.text, memory.shapes.text()) : null;
        tokens = tokens(rows, memory);
        ids = new int[tokens == null ? 0 : size * tokens.length()];
        mask = new int[ids.length];
        audio = tensor(memory.audio, memory.shapes.audio());
        vision = tensor(memory.vision, memory.shapes.vision());
        lengths = new EnumMap<>(Modality.class);
        masks = new EnumMap<>(Modality.class);
        for (Modality modality : Modality.values()) {
            lengths.put(modality, Indices.zeros(size));
        }
    }

    private InputBatch(Tensor text, Tensor audio, Tensor vision) {
        size = text.shape().size(0);
        this.text = text;
        tokens = null;
        ids = new int[0];
        mask = new int[0];
        this.audio = audio;
        this.vision = vision;
        lengths = new EnumMap<>(Modality.class);
        masks = new EnumMap<>(Modality.class);
        for (Modality modality : Modality.values()) {
            int[] full = new int[size];
            Arrays.fill(full, of(modality).shape().size(1));
            lengths.put(modality, Indices.of(full));
        }
    }

    /** A batch of text [B, L_l, d_l], audio [B, L_a, d_a] and vision [B, L_v, d_v] without padding. */
    public static InputBatch of(Tensor text, Tensor audio, Tensor vision) {
        return new InputBatch(text, audio, vision);
    }

    private InputBatch(InputBatch from, Tensor text) {
        size = from.size;
        this.text = text;
        tokens = null;
        ids = new int[0];
        mask = new int[0];
        audio = from.audio;
        vision = from.vision;
        lengths = from.lengths;
        masks = from.masks;
    }

    /**
     * The same batch with text features [B, L_l, d_l] instead of token ids. Call {@link #fill} on this batch only, not
     * on the result.
     */
    public InputBatch withText(Tensor features) {
        return new InputBatch(this, features);
    }

    private @Nullable BertBatch tokens(int rows, Memory memory) {
        int length = memory.shapes.text().length();
        return memory.padding == null ? null
                : memory.padding == TextPadding.FAITHFUL ? BertBatch.padded(size, length)
                : BertBatch.packed(size, length, rows);
    }

    private Tensor tensor(float[] memory, FeatureShape shape) {
        return Tensor.wrap(memory, 0, Shape.of(size, shape.length(), shape.width()));
    }

    /** Copies the samples {@code order[from]}, {@code order[from + 1]}, … into the tensors. */
    public void fill(Samples samples, int[] order, int from) {
        fill(samples, order, from, 0);
    }

    /**
     * The same for a micro-batch. {@code first} is the index of its first sample in the whole batch; dropout depends on
     * it.
     */
    public void fill(Samples samples, int[] order, int from, int first) {
        for (int k = 0; k < size; k++) {
            int sample = order[from + k];
            if (text != null) {
                samples.text(sample, text.array(), k * perSample(text));
            }
            samples.audio(sample, audio.array(), k * perSample(audio));
            samples.vision(sample, vision.array(), k * perSample(vision));
        }
        if (tokens != null) {
            fillTokens(tokens, samples, order, from, first);
        }
        fillLengths(samples, order, from);
        markModified();
    }

    /**
     * Sets the lengths, at least 1 each: data sets count a sequence that begins with an empty frame as length 0 or 1.
     */
    private void fillLengths(Samples samples, int[] order, int from) {
        lengths.forEach((modality, numbers) -> {
            int most = modality == Modality.TEXT && tokens != null ? tokens.length() : of(modality).shape().size(1);
            for (int k = 0; k < size; k++) {
                int length = samples.trueLength(modality, order[from + k]);
                numbers.array()[k] = Math.max(1, Math.min(length, most));
            }
        });
    }

    private static void fillMask(Tensor mask, Indices lengths) {
        int length = mask.shape().size(1);
        for (int k = 0; k < lengths.length(); k++) {
            for (int t = 0; t < length; t++) {
                mask.array()[mask.offset() + k * length + t] = t < lengths.get(k) ? 1 : 0;
            }
        }
        mask.markModified();
    }

    private void fillTokens(BertBatch tokens, Samples samples, int[] order, int from, int first) {
        int length = tokens.length();
        for (int k = 0; k < size; k++) {
            samples.tokens(TokenRow.IDS, order[from + k], ids, k * length);
            samples.tokens(TokenRow.MASK, order[from + k], mask, k * length);
        }
        tokens.set(ids, mask, first);
    }

    /** Sets the number of rows of a sample that are not padding, if {@link #fill} is not used. */
    public void length(Modality modality, int sample, int rows) {
        lengths(modality).array()[sample] = Math.max(1, rows);
    }

    /** Marks the elements as modified through the arrays. Denormals among them become 0. */
    public void markModified() {
        if (text != null) {
            entered(text);
        }
        entered(audio);
        entered(vision);
        lengths.values().forEach(Indices::markModified);
        masks.forEach((modality, each) -> fillMask(each, lengths(modality)));
    }

    private static void entered(Tensor features) {
        Denormals.flush(features);
        features.markModified();
    }

    private static int perSample(Tensor tensor) {
        return tensor.shape().size(1) * tensor.shape().size(2);
    }

    /** Features of a modality, [B, L, d]. */
    public Tensor of(Modality modality) {
        return switch (modality) {
            case TEXT -> text();
            case AUDIO -> audio;
            case VISION -> vision;
        };
    }

    /** The number of rows of a modality that are not padding, from 1 to L, for each of the B samples. */
    public Indices lengths(Modality modality) {
        return Objects.requireNonNull(lengths.get(modality), modality.key());
    }

    /** The mask [B, L]: 1 for each row of a modality that is not padding, 0 for padding. */
    public Tensor mask(Modality modality) {
        return masks.computeIfAbsent(modality, each -> {
            int length = each == Modality.TEXT && tokens != null ? tokens.length() : of(each).shape().size(1);
            Tensor mask = Tensor.zeros(size, length);
            fillMask(mask, lengths(each));
            return mask;
        });
    }

    /** The number of samples, B. */
    public int size() {
        return size;
    }

    /** The token ids of B texts of L_l tokens; null if text enters as features. */
    public @Nullable BertBatch tokens() {
        return tokens;
    }

    /**
     * Text features, [B, L_l, d_l].
     *
     * @throws IllegalStateException if text enters as token ids
     */
    public Tensor text() {
        if (text == null) {
            throw new IllegalStateException("batch: text enters as token ids; there are no text features");
        }
        return text;
    }

    /** Audio features, [B, L_a, d_a]. */
    public Tensor audio() {
        return audio;
    }

    /** Vision features, [B, L_v, d_v]. */
    public Tensor vision() {
        return vision;
    }
}
