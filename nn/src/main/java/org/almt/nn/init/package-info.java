/** Where parameters' first numbers come from: {@link org.almt.nn.init.Initialiser}. */
package org.almt.nn.init;
