/** Expressions: how a formula is written down once, parsed, simplified, differentiated, printed. */
package org.pushforward.engine.expr;
