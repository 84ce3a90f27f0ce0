/**
 * Programs as generated Java on the Vector API, compiled in memory by Janino, and computations of
 * fixed shape on it; no other package imports either.
 */
package org.pushforward.engine.kernel.simd;
