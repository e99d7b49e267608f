package org.almt.data.column;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.almt.data.pickle.NdArray;
import org.almt.data.pickle.Payload;
import org.almt.data.pickle.PayloadRead;
import org.almt.data.pickle.PickleFile;
import org.almt.data.pickle.PickleValue;

/** One pass over a pickle that converts everything that some splits need, whether into memory or into caches. */
public final class Conversion {
    /** What all strings of a data set may take; MOSEI's take 6 MB. */
    private static final long TEXT_BUDGET = 256L << 20;

    private final PickleFile file;
    private final ConversionBuffers scratch = new ConversionBuffers();
    private final AtomicLong textBudget = new AtomicLong(TEXT_BUDGET);
    private final List<PayloadRead> reads = new ArrayList<>();

    public Conversion(PickleFile file) {
        this.file = file;
    }

    /** Opens the store of a column; called once for each column of numbers. */
    @FunctionalInterface
    public interface Stores {
        CellStore open(ColumnPlan column) throws IOException;
    }

    /** What a pass found out about a split beside its cells; complete once {@link #run} has returned. */
    public record Result(Map<Key, Faults.Counter> faults, Map<Key, String[]> texts) {}

    /** Adds a split to the coming pass. */
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

    /** Passes over the file; returns its SHA-256. */
    public String run() throws IOException {
        return file.stream(reads);
    }

    private String[] addText(ColumnPlan column) throws IOException {
        String place = file.path().getFileName() + ": split " + column.split() + ": '" + column.key().key + "'";
        String[] texts = new String[column.rows()];
        if (column.scalars() != null) {
            addListed(column, texts, place);
        } else {
            NdArray array = column.arrays().getFirst();
            reads.add(
                    new PayloadRead(array.data(), new TextCollector(place, array, column.length(), texts, textBudget)));
        }
        return texts;
    }

    /** Strings that the pickle lists one by one, of which long ones stayed in the file; numbers as their digits. */
    private void addListed(ColumnPlan column, String[] texts, String place) throws IOException {
        for (int i = 0; i < texts.length; i++) {
            switch (column.scalars().get(i)) {
                case PickleValue.Text text when text.value() == null ->
                    reads.add(LongText.read(text, place, i, texts, textBudget));
                case PickleValue.Text text -> texts[i] = TextCollector.charged(text.value(), textBudget, place);
                case Payload bytes -> texts[i] = TextCollector.charged(bytes.text(), textBudget, place);
                case PickleValue.Int number ->
                    texts[i] = TextCollector.charged(Long.toString(number.value()), textBudget, place);
                default -> throw new AssertionError(column.scalars().get(i).kind());
            }
        }
    }

    private void addNumbers(ColumnPlan column, Faults.Counter faults, CellStore store) throws IOException {
        if (column.scalars() != null) {
            CellConverter.scalars(column, faults, store, scratch);
            return;
        }
        long cell = 0;
        for (NdArray array : column.arrays()) {
            reads.add(new PayloadRead(array.data(),
                    new CellConverter(column.key(), array, cell, faults, store, scratch)));
            cell += array.count();
        }
    }
}
