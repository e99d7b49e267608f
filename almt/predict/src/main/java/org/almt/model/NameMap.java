package org.almt.model;

import java.util.Collection;
import java.util.regex.Pattern;

/**
 * The parameter names of the public implementations of ALMT. The names here are the reference's.
 *
 * <table>
 *   <caption>One part, three names (m is l, a or v)</caption>
 *   <tr><th>reference</th><th>reference of 2024 and before</th><th>MMSA</th></tr>
 *   <tr><td>{@code proj_m.0.*}</td><td>{@code proj_m0.*}</td><td>{@code Model.embedding_m.0.*}</td></tr>
 *   <tr><td>{@code proj_m.1.*}</td><td>{@code proj_m.*}</td><td>{@code Model.embedding_m.1.*}</td></tr>
 *   <tr><td>{@code l_encoder.*}</td><td>{@code text_encoder.*}</td><td>{@code Model.l_encoder.*}</td></tr>
 *   <tr><td>{@code regression_layer.0.*}</td><td>{@code cls_head.0.*}</td><td>{@code Model.regression_head.*}</td></tr>
 *   <tr><td>the rest</td><td>the same</td><td>the same, after {@code Model.}</td></tr>
 * </table>
 *
 * <p>Threads: immutable, safe for many.
 */
public enum NameMap {
    /** The reference's names, which are used here. */
    REFERENCE("the reference", "(proj_[lav]\\.[01]|regression_layer)\\..*") {
        @Override
        public String toReference(String name) {
            return name;
        }
    },

    /** The reference's names until the end of 2024, and those of its released checkpoint. */
    EARLIER("the reference before 2025",
            "proj_[lav]0\\..*|proj_[lav]\\.(encoder|pos_embedding|extra_token).*|(text_encoder|cls_head)\\..*") {
        @Override
        public String toReference(String name) {
            // Names of frames first: otherwise this rule would match the names that the rule for linear layers
            // produces.
            String named = LINEAR.matcher(FRAMES.matcher(name).replaceFirst("proj_$1.1.")).replaceFirst("proj_$1.0.");
            return replacePrefix(replacePrefix(named, "text_encoder.", "l_encoder."), "cls_head.", "regression_layer.");
        }
    },

    /** The names of the toolkit MMSA. */
    MMSA("MMSA", "Model\\..*|embedding_[lav]\\..*|regression_head\\..*") {
        @Override
        public String toReference(String name) {
            String inner = replacePrefix(name, "Model.", "");
            String named = replacePrefix(inner, "text_model.", "bertmodel."); // of Self-MM
            return replacePrefix(replacePrefix(named, "embedding_", "proj_"), "regression_head.",
                    "regression_layer.0.");
        }
    };

    private static final Pattern LINEAR = Pattern.compile("^proj_([lav])0\\.");
    private static final Pattern FRAMES = Pattern.compile("^proj_([lav])\\.");

    private final String title;
    private final Pattern own;

    NameMap(String title, String own) {
        this.title = title;
        this.own = Pattern.compile(own);
    }

    /**
     * The convention that matches the most of these names that no other convention matches; the reference's if none
     * matches.
     */
    public static NameMap detect(Collection<String> names) {
        NameMap best = REFERENCE;
        long most = 0;
        for (NameMap map : values()) {
            long hits = names.stream().filter(name -> map.own.matcher(name).matches()).count();
            if (hits > most) {
                best = map;
                most = hits;
            }
        }
        return best;
    }

    /** The reference's name for a name of this convention. The name of an unknown part is not changed. */
    public abstract String toReference(String name);

    /** Whether a reference name belongs to the language model before ALMT. */
    public static boolean isBert(String referenceName) {
        return referenceName.startsWith("bertmodel.");
    }

    private static String replacePrefix(String name, String prefix, String by) {
        return name.startsWith(prefix) ? by + name.substring(prefix.length()) : name;
    }

    /** The name of the implementation, in words. */
    @Override
    public String toString() {
        return title;
    }
}
