/**
 * Reads untrusted JSON, token by token and within limits ({@link org.almt.nn.json.JsonReader}), and writes text for
 * JSON. The project has its own reader for programs that predict: a library would be larger than everything else that
 * they need of this project.
 */
package org.almt.nn.json;
