package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Engine;
import org.almt.core.Indices;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * Rows of a table, chosen by number: an embedding of words, or a gather of rows.
 *
 * <pre>
 * forward   y[r] = table[ids[r]]               zeros where ids[r] = -1
 * backward  dtable[ids[r]] += dy[r]            over r ascending; nothing where ids[r] is -1 or the padding id
 * saved     ids
 * cost      R D elements copied; R D additions backward
 * letters   R rows of y, r one of them; D elements of a row
 * </pre>
 *
 * Shapes: table [N, D], ids R, y [R, D].
 *
 * <p>A row may be chosen many times, so backward is cut into slabs of columns, each of which goes through all rows in
 * order.
 *
 * <p>Threads: one at a time.
 */
public final class TableLookup extends Op {
    private final Tensor table;
    private final Indices ids;
    private final int paddingId;
    private final Tensor y;
    private final int tableRows;
    private final int rows;
    private final int width;

    /** {@code paddingId} is a row that is read and gets no gradient. -1 means none. */
    TableLookup(Tensor table, Indices ids, int paddingId) {
        super("embedding", table);
        this.table = table;
        this.ids = Checks.given("embedding", "the array of ids", ids);
        this.paddingId = paddingId;
        if (table.shape().rank() != 2) {
            throw new IllegalArgumentException(
                    "embedding: the table has shape " + table.shape() + "; two axes [rows, width] are needed");
        }
        tableRows = table.shape().size(0);
        width = table.shape().size(1);
        rows = ids.length();
        if (paddingId < -1 || paddingId >= tableRows) {
            throw new IllegalArgumentException("embedding: the padding id " + paddingId + " is no row of the table "
                    + table.shape() + "; give one, or -1 for none");
        }
        y = output(Shape.of(rows, width));
        readsInBackward(ids);
    }

    /** The ids are no tensor, and they differ between batches. */
    @Override
    protected boolean dependsOnInputsAlone() {
        return false;
    }

    @Override
    protected long flop() {
        return 0;
    }

    @Override
    protected void forward() {
        int[] chosen = ids.array();
        for (int r = 0; r < rows; r++) {
            if (chosen[r] < -1 || chosen[r] >= tableRows) {
                throw new IllegalArgumentException("embedding: id " + chosen[r] + " at position " + r + " is no row of"
                        + " the table " + table.shape() + "; 0 to " + (tableRows - 1) + ", or -1 for zeros, is needed");
            }
        }
        Slabs.overRows(rows, width, Slabs.CHEAP, (from, n) -> {
            for (int r = from; r < from + n; r++) {
                int at = y.offset() + r * width;
                if (chosen[r] < 0) {
                    Arrays.fill(y.array(), at, at + width, 0);
                } else {
                    System.arraycopy(table.array(), table.offset() + chosen[r] * width, y.array(), at, width);
                }
            }
        });
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        int[] chosen = ids.array();
        Tensor dy = gradient(y);
        Tensor dtable = gradient(table);
        Slabs.over(width, ColumnSums.columns(rows), (from, n) -> {
            for (int r = 0; r < rows; r++) {
                if (chosen[r] >= 0 && chosen[r] != paddingId) {
                    int to = dtable.offset() + chosen[r] * width + from;
                    kernels.elementwise().add(n, dtable.array(), to, dy.array(), dy.offset() + r * width + from,
                            dtable.array(), to);
                }
            }
        });
    }
}
