/** Fits and profiles of a likelihood. */
package org.pushforward.engine.inference;
