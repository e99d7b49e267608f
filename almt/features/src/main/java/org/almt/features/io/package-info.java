/** Common parts of the readers of files: names in messages, kinds of files by their first bytes, remedies. */
package org.almt.features.io;
