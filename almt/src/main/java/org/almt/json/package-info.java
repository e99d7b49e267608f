/** JSON files of this program's own: {@link org.almt.json.Json}. */
package org.almt.json;
