/**
 * Programs as generated Java on the Vector API, compiled in memory by Janino; no other package
 * imports either.
 */
package org.pushforward.engine.kernel.simd;
