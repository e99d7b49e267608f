/**
 * Data of which some is missing: rows, by the protocol of LNLN, in {@link org.almt.data.missing.RandomMissing}; whole
 * modalities, by that of IMDer, in {@link org.almt.data.missing.MissingModalities}. What else can be done to data is in
 * {@link org.almt.data.corrupt}.
 */
package org.almt.data.missing;
