/** Laws of one real variable, each a record of expressions that states every formula once. */
package org.pushforward.engine.distribution;
