package org.almt.data.column;

import java.util.concurrent.atomic.AtomicLong;
import org.almt.data.DataException;
import org.almt.data.pickle.Payload;
import org.almt.data.pickle.PayloadRead;
import org.almt.data.pickle.PickleValue;
import org.almt.data.pickle.PythonText;

/** Collects one listed string that is too long to be stored with the structure of a pickle, while the file is read. */
final class LongText implements PayloadRead.Sink {
    /** The most characters: hours of speech, more than any utterance. */
    private static final int MAX_CHARACTERS = 1 << 20;

    private final String place;
    private final byte[] utf8;
    private final String[] texts;
    private final int row;
    private int filled;

    private LongText(String place, int bytes, String[] texts, int row) {
        this.place = place;
        this.utf8 = new byte[bytes];
        this.texts = texts;
        this.row = row;
    }

    /**
     * The read request for a string that is still in the file.
     *
     * @param place the file, split and key, for messages
     *
     * @param texts the array whose element {@code row} it becomes
     *
     * @param budget the bytes that all strings of a data set may still take
     *
     * @throws DataException if it is too long
     */
    static PayloadRead read(PickleValue.Text text, String place, int row, String[] texts, AtomicLong budget)
            throws DataException {
        // A character has at most four bytes. More bytes cannot be valid, which decoding would show only later.
        if (text.points() > MAX_CHARACTERS || text.stored() > 4L * MAX_CHARACTERS) {
            throw new DataException(place + " has "
                    + (text.points() > MAX_CHARACTERS ? text.points() + " characters" : text.stored() + " bytes")
                    + " in row " + row + "; at most "
                    + MAX_CHARACTERS + " can be read; shorten that text");
        }
        TextCollector.charge(text.stored(), budget, place);
        return new PayloadRead(new Payload(text.offset(), text.stored(), text.stored(), false, null),
                new LongText(place, (int) text.stored(), texts, row));
    }

    @Override
    public void accept(byte[] bytes, int count) throws DataException {
        System.arraycopy(bytes, 0, utf8, filled, count);
        filled += count;
        if (filled == utf8.length) {
            texts[row] = PythonText.decode(utf8);
            if (texts[row] == null) {
                throw new DataException(place + " holds text in row " + row + " that is not valid UTF-8");
            }
        }
    }
}
