package org.almt.data;

import java.util.List;
import java.util.Map;

/** A split as converted, from memory or a cache: its columns, its strings, and what was left out. Nothing is checked yet. */
record SplitData(SplitName name, int rows, Map<Key, Column> columns, Map<Key, String[]> texts, List<String> notes) {}
