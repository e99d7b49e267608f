/**
 * The face: tables written by OpenFace, one row per frame.
 *
 * <p>Start with {@link org.almt.features.face.FaceTable}.
 */
package org.almt.features.face;
