/** Random numbers as functions of (stream, sample, draw). */
package org.pushforward.engine.random;
