/**
 * Missing data: {@link org.almt.data.missing.RandomMissing} drops rows by LNLN's protocol, and
 * {@link org.almt.data.missing.MissingModalities} drops whole modalities by IMDer's protocol. Other corruptions are in
 * {@link org.almt.data.corrupt}.
 */
package org.almt.data.missing;
