package org.almt.data.column;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** The destination of the cells of one column during conversion. */
public interface CellStore {
    /** Writes consecutive cells. */
    void write(long byteOffset, ByteBuffer cells) throws IOException;

    /** The column as memory, for arrays whose elements arrive in another order than they are stored. */
    MemorySegment randomAccess() throws IOException;

    /** A column in the heap. */
    record InMemory(MemorySegment cells) implements CellStore {
        @Override
        public void write(long byteOffset, ByteBuffer source) {
            MemorySegment.copy(MemorySegment.ofBuffer(source), 0, cells, byteOffset, source.remaining());
        }

        @Override
        public MemorySegment randomAccess() {
            return cells;
        }
    }
}
