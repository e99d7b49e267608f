/**
 * JSON of strangers, token by token and within limits: {@link org.almt.nn.json.JsonReader}; and text for JSON. It is
 * here since programs that predict would otherwise carry a library that is larger than all that they need of ours.
 */
package org.almt.nn.json;
