package org.almt.spark;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.almt.Sample;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Rows of features in a file without any format: their floats, one after another. */
final class PlainFile {
    private PlainFile() {}

    static void write(Path file, List<Row> few, int rows) throws IOException {
        List<Row> bytes = TestRows.bytes(few);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < rows; i++) {
                for (int column = 2; column < 5; column++) {
                    out.write((byte[]) bytes.get(i % few.size()).get(column));
                }
            }
        }
    }

    /** Reads, predicts and writes batch after batch. */
    static void predict(Path in, Path out, int rows, int batch, Row like, Function<List<Sample>, List<Float>> model,
            Function<Row, Sample> sample) throws IOException {
        int[] sizes = {((float[]) like.get(2)).length, ((float[]) like.get(3)).length, ((float[]) like.get(4)).length};
        ByteBuffer buffer = ByteBuffer.allocateDirect(Float.BYTES * (sizes[0] + sizes[1] + sizes[2]))
                .order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel file = FileChannel.open(in); BufferedWriter writer = Files.newBufferedWriter(out)) {
            for (int at = 0; at < rows; at += batch) {
                List<Sample> samples = new ArrayList<>();
                for (int i = 0; i < batch; i++) {
                    buffer.clear();
                    while (buffer.hasRemaining()) {
                        file.read(buffer);
                    }
                    buffer.flip();
                    samples.add(sample.apply(RowFactory.create(null, null, floats(buffer, sizes[0]),
                            floats(buffer, sizes[1]), floats(buffer, sizes[2]))));
                }
                List<Float> predictions = model.apply(samples);
                for (int i = 0; i < batch; i++) {
                    writer.write(at + i + "," + predictions.get(i) + "\n");
                }
            }
        }
    }

    private static float[] floats(ByteBuffer buffer, int size) {
        float[] floats = new float[size];
        buffer.asFloatBuffer().get(floats);
        buffer.position(buffer.position() + Float.BYTES * size);
        return floats;
    }
}
