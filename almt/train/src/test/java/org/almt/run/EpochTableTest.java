package org.almt.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochTableTest {
    @TempDir
    Path temporary;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = temporary.resolve("table.csv");
        EpochTable table = table();
        table.append(List.of(1, 0.1 + 0.2, Double.NaN));
        table.append(List.of(2, 1e-300, -0.0));
        table.append(List.of(3, 5, 6));
    }

    private EpochTable table() {
        return new EpochTable(file, List.of("epoch", "a", "b"));
    }

    @Test
    void figuresAreUnrounded() throws IOException {
        assertEquals("epoch,a,b\n1,0.30000000000000004,NaN\n2,1.0E-300,-0.0\n3,5,6\n", Files.readString(file));
        EpochTable table = table();
        table.reload(3);
        assertEquals(0.1 + 0.2, table.value(1, "a"));
        assertEquals(Double.NaN, table.value(1, "b"));
        assertEquals(-0.0, table.value(2, "b"));
    }

    @Test
    void rowsPastTheCheckpointAreForgotten() throws IOException {
        EpochTable table = table();
        table.reload(1);
        assertEquals(1, table.size());
        table.append(List.of(2, 7, 8));
        assertEquals("epoch,a,b\n1,0.30000000000000004,NaN\n2,7,8\n", Files.readString(file));
    }

    @Test
    void damageIsNamed() throws IOException {
        refused(4, "has 3 epochs; the checkpoint beside it has 4");
        Files.writeString(file, "epoch,a\n1,2\n");
        refused(1, "its columns differ from those");
        Files.writeString(file, "epoch,a,b\n1,2,3\n3,2,3\n");
        refused(2, "row 2 is damaged");
        Files.write(file, "epoch,a,b\n1,2,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        refused(1, "line 2: is not UTF-8, so that the file is damaged");
        Files.delete(file);
        refused(1, "has 0 epochs");
        table().reload(0);
    }

    private void refused(int epochs, String message) {
        IOException e = assertThrows(IOException.class, () -> table().reload(epochs));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
