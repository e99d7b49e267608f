/**
 * Tables of settings. A {@link org.almt.config.SettingTable} states the name, range, default and meaning of each
 * setting once. The checks of {@code config.json}, the messages, the help and the pages are derived from it. Start
 * there.
 */
package org.almt.config;
