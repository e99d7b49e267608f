package org.almt.features.face;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a table of action units of any length, and reads it again row by row: a program for a small heap. */
final class LongTable {
    private LongTable() {}

    /**
     * @param arguments the file to write, and how many frames
     */
    public static void main(String... arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        int frames = Integer.parseInt(arguments[1]);
        String zeros = ",0".repeat(34);
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("frame,face_id,timestamp,confidence,success,"
                    + String.join(",", OpenFaceColumns.ACTION_UNITS) + "\n");
            for (int i = 0; i < frames; i++) {
                int milliseconds = i % 25 * 40;
                String digits = (milliseconds < 10 ? "00" : milliseconds < 100 ? "0" : "") + milliseconds;
                writer.write((i + 1) + ",0," + i / 25 + "." + digits + ",0.9,1," + i % 5 + zeros + "\n");
            }
        }
        FaceTable table = FaceTable.open(file, new FaceOptions(FaceProfile.AUS, 5, FailedRows.KEEP, -1, false));
        long[] rows = {0};
        table.stream((values, from, to) -> {
            if (values[0] != 2 || Math.abs(rows[0] * 0.2 - from) > 1e-6) {
                throw new IOException("row " + rows[0] + " is " + values[0] + " from " + from);
            }
            rows[0]++;
        });
        System.out.println(rows[0] + " rows");
    }
}
