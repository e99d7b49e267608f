package org.almt.site.drawing;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import org.almt.site.Tree;

/** All pictures, and their places in the tree. {@code main} draws them again. */
public final class Drawings {
    private Drawings() {}

    /** The pictures by their paths from the root of the tree. */
    static Map<String, String> all(Tree tree) throws IOException {
        Map<String, String> pictures = new TreeMap<>();
        pictures.put("core/docs/lanes.svg", LaneTree.draw().toString());
        pictures.put("core/docs/register-tile.svg", RegisterTile.draw().toString());
        pictures.put("core/docs/modules.svg", ModuleArrows.draw(tree).toString());
        pictures.put("almt/docs/almt.svg", AlmtShapes.draw().toString());
        return pictures;
    }

    /** Writes all pictures into the tree of the working directory. */
    public static void main(String[] arguments) throws IOException {
        Tree tree = Tree.here();
        for (Map.Entry<String, String> picture : all(tree).entrySet()) {
            Files.createDirectories(tree.file(picture.getKey()).getParent());
            Files.writeString(tree.file(picture.getKey()), picture.getValue());
        }
    }
}
