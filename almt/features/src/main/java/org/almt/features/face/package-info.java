/**
 * The face: tables that OpenFace wrote, one row a frame.
 *
 * <p>Start with {@link org.almt.features.face.FaceTable}.
 */
package org.almt.features.face;
