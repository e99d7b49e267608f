/** What the readers of files share: names in messages, what a file is by its first bytes, advice. */
package org.almt.features.io;
