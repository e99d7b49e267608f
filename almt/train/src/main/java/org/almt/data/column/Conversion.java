package org.almt.data.column;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.almt.data.pickle.NdArray;
import org.almt.data.pickle.Payload;
import org.almt.data.pickle.PayloadRead;
import org.almt.data.pickle.PickleFile;
import org.almt.data.pickle.PickleValue;

/** One pass over a pickle that converts all data of some splits, into memory or into caches. */
public final class Conversion {
    /** The most memory for all strings of a data set. MOSEI's take 6 MB. */
    private static final long TEXT_BUDGET = 256L << 20;

    private final PickleFile file;
    private final ConversionBuffers scratch = new ConversionBuffers();
    private final AtomicLong textBudget = new AtomicLong(TEXT_BUDGET);
    private final List<PayloadRead> reads = new ArrayList<>();

    public Conversion(PickleFile file) {
        this.file = file;
    }

    /** Opens the store of a column. Called once for each column of numbers. */
    @FunctionalInterface
    public interface Stores {
        CellStore open(ColumnPlan column) throws IOException;
    }

    /** The results of a pass for a split, besides its cells. Complete after {@link #run}. */
    public record Result(Map<Key, Faults.Counter> faults, Map<Key, String[]> texts) {
        /** The invalid values of a column of numbers. */
        public Faults faultsOf(Key key) {
            return Objects.requireNonNull(faults.get(key), key.key).result();
        }

        /** The strings of a column of text. */
        public String[] textsOf(Key key) {
            return Objects.requireNonNull(texts.get(key), key.key);
        }
    }

    /** Adds a split to the pass. */
    public Result add(SplitPlan split, Stores stores) throws IOException {
        Result result = new Result(new EnumMap<>(Key.class), new EnumMap<>(Key.class));
        for (ColumnPlan column : split.columns().values()) {
            if (column.key().cells == Key.Cells.TEXT) {
                result.texts().put(column.key(), addText(column));
            } else {
                Faults.Counter faults = new Faults.Counter();
                result.faults().put(column.key(), faults);
                addNumbers(column, faults, stores.open(column));
            }
        }
        return result;
    }

    /** Runs the pass over the file; returns its SHA-256. */
    public String run() throws IOException {
        return file.stream(reads);
    }

    private String[] addText(ColumnPlan column) throws IOException {
        String place = file.path().getFileName() + ": split " + column.split() + ": '" + column.key().key + "'";
        String[] texts = new String[column.rows()];
        List<PickleValue> listed = column.scalars();
        if (listed != null) {
            addListed(listed, texts, place);
        } else {
            NdArray array = column.arrays().getFirst();
            reads.add(
                    new PayloadRead(elements(array),
                            new TextCollector(place, array, column.length(), texts, textBudget)));
        }
        return texts;
    }

    /**
     * Adds strings that the pickle lists one by one. Long strings are still in the file; numbers become their digits.
     */
    private void addListed(List<PickleValue> listed, String[] texts, String place) throws IOException {
        for (int i = 0; i < texts.length; i++) {
            switch (listed.get(i)) {
                case PickleValue.Text text -> {
                    String value = text.value();
                    if (value == null) {
                        reads.add(LongText.read(text, place, i, texts, textBudget));
                    } else {
                        texts[i] = TextCollector.charged(value, textBudget, place);
                    }
                }
                case Payload bytes -> texts[i] = TextCollector.charged(
                        Objects.requireNonNull(bytes.text(), "longer ones are not listed"), textBudget, place);
                case PickleValue.Int number ->
                    texts[i] = TextCollector.charged(Long.toString(number.value()), textBudget, place);
                default -> throw new AssertionError(listed.get(i).kind());
            }
        }
    }

    private static Payload elements(NdArray array) {
        return Objects.requireNonNull(array.data(), "an array of objects is read as a list");
    }

    private void addNumbers(ColumnPlan column, Faults.Counter faults, CellStore store) throws IOException {
        List<PickleValue> listed = column.scalars();
        if (listed != null) {
            CellConverter.scalars(column.key(), listed, faults, store, scratch);
            return;
        }
        long cell = 0;
        for (NdArray array : column.arrays()) {
            reads.add(new PayloadRead(elements(array),
                    new CellConverter(column.key(), array, cell, faults, store, scratch)));
            cell += array.count();
        }
    }
}
