/**
 * The primitive operations that every machine rounds alike, and the elementary functions as
 * programs over them.
 *
 * <p>A function is written once, against {@link org.pushforward.engine.elementary.Primitives}: run
 * on numbers it is constant folding and the reference interpreter, run on a kernel's values it is
 * lowering. So they agree to the last bit.
 */
package org.pushforward.engine.elementary;
