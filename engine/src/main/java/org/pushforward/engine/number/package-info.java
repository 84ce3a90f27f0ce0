/** Sums and moments that do not depend on the order or the grouping of their terms. */
package org.pushforward.engine.number;
