/** The algebra of random variables, and the language that writes it. */
package org.pushforward.engine.variable;
