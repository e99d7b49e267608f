package org.almt.data.cache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.almt.data.SplitName;
import org.almt.data.column.Faults;
import org.almt.data.column.Key;

/**
 * The index of a cache file.
 *
 * @param source the size and time of the file that was converted
 *
 * @param sha256 the hash of that file
 *
 * @param split the split
 *
 * @param rows the number of samples
 *
 * @param columns the columns of numbers
 *
 * @param texts the columns of strings
 *
 * @param notes the notes on data left out
 */
record CacheIndex(SourceStamp source, String sha256, SplitName split, int rows, List<Entry> columns, List<Entry> texts,
        List<String> notes) {
    /** A column and its position; sizes are in bytes. Strings have length and width 1. */
    record Entry(Key key, int length, int width, long offset, long size, Faults faults) {
        /** Rows times length times width; -1 if that is not a valid number of cells. */
        private long cells(int rows) {
            long high = Math.multiplyHigh((long) length * width, rows);
            long cells = (long) length * width * rows;
            return length < 0 || width < 0 || high != 0 || cells < 0 || cells > Long.MAX_VALUE / Float.BYTES
                    ? -1
                    : cells;
        }
    }

    byte[] toBytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(source.size());
        out.writeLong(source.seconds());
        out.writeInt(source.nanos());
        out.writeUTF(sha256);
        out.writeUTF(split.key());
        out.writeInt(rows);
        write(out, columns);
        write(out, texts);
        out.writeInt(notes.size());
        for (String note : notes) {
            out.writeUTF(note);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, List<Entry> entries) throws IOException {
        out.writeInt(entries.size());
        for (Entry entry : entries) {
            out.writeUTF(entry.key().key);
            out.writeInt(entry.length());
            out.writeInt(entry.width());
            out.writeLong(entry.offset());
            out.writeLong(entry.size());
            out.writeLong(entry.faults().bad());
            out.writeLong(entry.faults().firstBad());
            out.writeLong(entry.faults().silenced());
        }
    }

    /**
     * Reads an index whose checksum was right. Entries that do not fit a file with {@code dataEnd} bytes before the
     * index are refused.
     */
    static CacheIndex of(byte[] bytes, long dataEnd) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        SourceStamp source = new SourceStamp(in.readLong(), in.readLong(), in.readInt());
        String sha256 = in.readUTF();
        SplitName split = SplitName.of(in.readUTF());
        int rows = in.readInt();
        List<Entry> columns = read(in, dataEnd);
        List<Entry> texts = read(in, dataEnd);
        List<String> notes = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            notes.add(in.readUTF());
        }
        if (rows < 0 || texts.stream().anyMatch(text -> text.size() / Integer.BYTES < rows)) {
            throw new IOException("more rows than there are texts");
        }
        for (Entry column : columns) {
            boolean fits = column.key().rank != 1 || column.length() == 1 && column.width() == 1;
            if (!fits || column.size() != column.cells(rows) * Float.BYTES) {
                throw new IOException("a column of the wrong size");
            }
        }
        return new CacheIndex(source, sha256, split, rows, columns, texts, notes);
    }

    private static List<Entry> read(DataInputStream in, long dataEnd) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            Key key = Key.named(in.readUTF());
            if (key == null) {
                throw new IOException("a column of an unknown key");
            }
            Entry entry = new Entry(key, in.readInt(), in.readInt(), in.readLong(), in.readLong(),
                    new Faults(in.readLong(), in.readLong(), in.readLong()));
            if (entry.offset() < 0 || entry.size() < 0 || entry.offset() > dataEnd - entry.size()) {
                throw new IOException("a column outside the file");
            }
            entries.add(entry);
        }
        return entries;
    }
}
