/**
 * Data of which some is missing, by the protocol of LNLN: begin with {@link org.almt.data.missing.RandomMissing}. What
 * else can be done to data is in {@link org.almt.data.corrupt}.
 */
package org.almt.data.missing;
