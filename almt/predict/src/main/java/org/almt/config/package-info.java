/**
 * Tables of settings: name, range, default and meaning of each stand once. From a {@link org.almt.config.SettingTable}
 * follow the checks of {@code config.json}, the messages, the help and the pages. Start with it.
 */
package org.almt.config;
